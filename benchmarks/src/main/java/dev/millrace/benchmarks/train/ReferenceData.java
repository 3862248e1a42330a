package dev.millrace.benchmarks.train;

import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.training.PackedDataset;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.WindowSampler;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Rows of tokens laid out so that a run takes them in exactly this order. */
final class ReferenceData {
    /** One token more than a window: inputs and targets overlap. */
    private static final int ROW = Shape.LENGTH + 1;

    private ReferenceData() {}

    /** The peer's tokens, as many steps as there are. */
    static int[] read(Path file) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            String name = "tokens_" + Shape.NAME;
            int[] tokens = new int[(int) tensors.info(name).elements()];
            tensors.bytes(name, 0, tokens.length * Integer.BYTES).asIntBuffer().get(tokens);
            return tokens;
        }
    }

    /** Random tokens, for a run without a peer. */
    static int[] random(int steps, int vocabulary) {
        return new Random(1)
                .ints((long) steps * Shape.BATCH * ROW, 0, vocabulary)
                .toArray();
    }

    static TokenDataset inOrder(int[] rows, long seed) {
        int count = rows.length / ROW;
        byte[] mask = new byte[rows.length];
        Arrays.fill(mask, (byte) 1);
        long[] offsets = new long[count + 1];
        Arrays.setAll(offsets, i -> (long) i * ROW);
        PackedDataset plan = PackedDataset.pack(new TokenDataset(rows, mask, offsets), Shape.LENGTH, seed);
        WindowSampler sampler = new WindowSampler(count, seed);
        int[] placed = new int[rows.length];
        for (int position = 0; position < count; position++) {
            int document = plan.window(sampler.at(position)).getFirst().start() / ROW;
            System.arraycopy(rows, position * ROW, placed, document * ROW, ROW);
        }
        return new TokenDataset(placed, mask, offsets);
    }
}
