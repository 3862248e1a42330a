package dev.millrace.model.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Segments of tokens, one behind the other and without padding. Tokens see the earlier ones of their own segment only.
 *
 * @param inputs token ids [N]
 * @param cuts where segments begin, and N at the end
 * @param rows positions in {@code inputs} whose next token is predicted and counts [M]
 * @param targets the next tokens at these positions [M]
 */
public record PackedBatch(int[] inputs, long[] cuts, int[] rows, int[] targets) {
    public PackedBatch {
        inputs = inputs.clone();
        cuts = cuts.clone();
        rows = rows.clone();
        targets = targets.clone();
    }

    /** One segment, nothing to predict. */
    public static PackedBatch of(int[] tokens) {
        return new PackedBatch(tokens, new long[] {0, tokens.length}, new int[0], new int[0]);
    }

    /** Number of tokens N. */
    public int size() {
        return inputs.length;
    }

    /** Number of supervised tokens M. */
    public int supervised() {
        return rows.length;
    }

    /** The common length of all segments, or 0. */
    public int uniformLength() {
        long first = cuts[1] - cuts[0];
        return IntStream.range(1, cuts.length).allMatch(i -> cuts[i] - cuts[i - 1] == first) ? (int) first : 0;
    }

    /** Position of every token in its segment [N]. */
    public int[] positions() {
        int[] positions = new int[inputs.length];
        for (int segment = 1; segment < cuts.length; segment++) {
            for (long i = cuts[segment - 1]; i < cuts[segment]; i++) {
                positions[(int) i] = (int) (i - cuts[segment - 1]);
            }
        }
        return positions;
    }

    /** Length of every token's segment [N]. */
    int[] lengths() {
        int[] lengths = new int[inputs.length];
        for (int segment = 1; segment < cuts.length; segment++) {
            Arrays.fill(
                    lengths, (int) cuts[segment - 1], (int) cuts[segment], (int) (cuts[segment] - cuts[segment - 1]));
        }
        return lengths;
    }

    /** Collects segments. */
    public static final class Builder {
        private int[] inputs = new int[1024];
        private int[] rows = new int[1024];
        private int[] targets = new int[1024];
        private final List<Long> cuts = new ArrayList<>(List.of(0L));
        private int size;
        private int supervised;

        /**
         * Adds a segment.
         *
         * @param tokens source of ids; the segment is [start, start + length), its targets are one further
         * @param mask which tokens count as targets, non-zero for yes
         */
        public Builder add(int[] tokens, byte[] mask, int start, int length) {
            inputs = grown(inputs, size + length);
            for (int i = 0; i < length; i++) {
                inputs[size + i] = tokens[start + i];
                if (mask[start + i + 1] != 0) {
                    supervise(size + i, tokens[start + i + 1]);
                }
            }
            size += length;
            cuts.add((long) size);
            return this;
        }

        private void supervise(int row, int target) {
            rows = grown(rows, supervised + 1);
            targets = grown(targets, supervised + 1);
            rows[supervised] = row;
            targets[supervised++] = target;
        }

        private static int[] grown(int[] array, int size) {
            return size <= array.length ? array : Arrays.copyOf(array, Math.max(size, array.length * 2));
        }

        /** Number of tokens so far. */
        public int size() {
            return size;
        }

        public PackedBatch build() {
            return new PackedBatch(
                    Arrays.copyOf(inputs, size),
                    cuts.stream().mapToLong(Long::longValue).toArray(),
                    Arrays.copyOf(rows, supervised),
                    Arrays.copyOf(targets, supervised));
        }
    }
}
