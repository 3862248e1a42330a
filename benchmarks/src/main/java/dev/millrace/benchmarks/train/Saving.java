package dev.millrace.benchmarks.train;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.model.training.TrainingSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A run that is saved and restored, and the same number of bytes copied by itself. */
final class Saving implements Contestant, AutoCloseable {
    static final String STALL = "stall";
    static final String COPY = "memory copy";
    static final String WRITE = "write";
    static final String RESTORE = "restore";

    private static final long SEED = 1;
    private static final long PIECE = 1 << 20;
    private static final TrainingPlan PLAN = TrainingPlan.usual(1000, 1, Shape.LENGTH, 1e-4, SEED);

    private final DecoderModel model;
    private final DecoderModel other;
    private final TokenDataset data;
    private final TrainingLoop loop;
    private final Path folder;
    private final StepScope scope;
    private final List<ByteBuffer> sources;
    private final List<ByteBuffer> targets;
    private final long bytes;

    Saving(ModelRuntime runtime, DecoderConfig shape, Path scratch) throws IOException {
        this.model = DecoderModel.initialise(runtime, shape, SEED);
        this.other = DecoderModel.initialise(runtime, shape, SEED + 1);
        this.data = ReferenceData.inOrder(ReferenceData.random(TrainBench.STEPS, shape.vocabulary()), SEED);
        this.loop = TrainingLoop.begin(model, data, PLAN, List.of());
        this.folder = Files.createDirectories(scratch.resolve("checkpoint"));
        loop.step();
        loop.view().reserveSnapshot();
        this.bytes = bytes();
        this.scope = runtime.open();
        this.sources = pieces();
        this.targets = pieces();
    }

    /** Memory that is there, as much as a snapshot has: every page has been written to. */
    private List<ByteBuffer> pieces() {
        int count = Math.toIntExact((bytes + PIECE - 1) / PIECE);
        return IntStream.range(0, count)
                .mapToObj(i -> NativeMemory.bytes(scope.zeros(Math.min(PIECE, bytes - i * PIECE) / Float.BYTES)))
                .toList();
    }

    private long bytes() {
        try (TrainingSnapshot snapshot = loop.view().snapshot()) {
            return snapshot.size();
        }
    }

    double megabytes() {
        return bytes / 1e6;
    }

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public void measure(Samples samples) throws Exception {
        samples.add(COPY, 1000 * Timing.seconds(this::copy));
        loop.step();
        long begun = System.nanoTime();
        try (TrainingSnapshot snapshot = loop.view().snapshot()) {
            samples.add(STALL, 1000 * Timing.since(begun));
            double seconds = Timing.seconds(() -> snapshot.write(folder));
            samples.add(WRITE, megabytes() / seconds);
        }
        restore(samples);
    }

    /** With as many threads as there are processors. */
    private void copy() {
        IntStream.range(0, sources.size())
                .parallel()
                .forEach(i ->
                        targets.get(i).put(0, sources.get(i), 0, sources.get(i).capacity()));
    }

    private void restore(Samples samples) throws IOException {
        long begun = System.nanoTime();
        try (TrainingLoop again = TrainingLoop.resume(other, data, PLAN, List.of(), folder)) {
            samples.add(RESTORE, megabytes() / Timing.since(begun));
            double restored = again.step().loss();
            double original = loop.step().loss();
            if (Double.doubleToLongBits(restored) != Double.doubleToLongBits(original)) {
                throw new IllegalStateException("the restored run goes another way");
            }
        }
    }

    @Override
    public void close() {
        loop.close();
        model.close();
        other.close();
        scope.close();
    }
}
