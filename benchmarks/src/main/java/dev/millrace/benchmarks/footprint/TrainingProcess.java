package dev.millrace.benchmarks.footprint;

import ai.djl.ndarray.NDArray;
import dev.millrace.benchmarks.measure.ResidentMemory;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.benchmarks.train.ReferenceModels;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.WeightForm;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.training.Regime;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The process that a case is measured in: what it holds besides what it trains with is measured first, with a small model. */
final class TrainingProcess {
    private static final int BATCH = 8;
    private static final int LENGTH = 256;
    private static final int STEPS = 3;
    private static final String TINY = "tiny";
    /** Weights, gradients and two moments. */
    private static final int COPIES = 4;

    private TrainingProcess() {}

    /** @param arguments shape, case */
    public static void main(String[] arguments) throws IOException {
        FootprintCase how = FootprintCase.named(arguments[1]);
        PrintStream out = System.out;
        try (ModelRuntime runtime = ModelRuntime.start()) {
            train(runtime, how, TINY, null);
            double before = ResidentMemory.now() / ResidentMemory.MIB;
            train(runtime, how, arguments[0], before).print(out);
        }
    }

    /**
     * What was measured.
     *
     * @param kept MiB of weights, gradients and moments
     * @param peak MiB of a step above what the process held before the model was there
     */
    private record Measured(double kept, double peak, double tokensPerSecond, double loss) {
        void print(PrintStream out) {
            out.println(kept + " " + peak + " " + tokensPerSecond + " " + loss);
        }
    }

    private static Measured train(ModelRuntime runtime, FootprintCase how, String shape, @Nullable Double before)
            throws IOException {
        try (DecoderModel model =
                DecoderModel.initialise(runtime, shape.equals(TINY) ? tiny() : ReferenceModels.shape(shape), 1)) {
            double frozen = before == null ? 0 : before;
            double kept = adapt(model, how);
            TokenDataset data = data(model.config().vocabulary());
            try (TrainingLoop loop = TrainingLoop.begin(model, data, plan(how), List.of())) {
                loop.step();
                ResidentMemory.forgetPeak();
                long begun = System.nanoTime();
                double loss = 0;
                for (int i = 1; i < STEPS; i++) {
                    loss = loop.step().loss();
                }
                double seconds = Timing.since(begun);
                double speed = (STEPS - 1) * BATCH * LENGTH / seconds;
                return new Measured(kept, ResidentMemory.peak() / ResidentMemory.MIB - frozen, speed, loss);
            }
        }
    }

    /** Puts adapters beside the model when the case has them; returns how many MiB are kept from step to step. */
    private static double adapt(DecoderModel model, FootprintCase how) {
        WeightForm base = how.base();
        long whole = trainedBytes(model);
        if (base == null) {
            return COPIES * whole / ResidentMemory.MIB;
        }
        long linear = model.linearBytes();
        model.adapt(new AdapterSettings(16, 32, 0.05, false, false, List.of(), List.of()), 1, how.form(base));
        long tables = (whole - linear) / 2;
        return (COPIES * trainedBytes(model) + model.linearBytes() + tables) / ResidentMemory.MIB;
    }

    private static long trainedBytes(DecoderModel model) {
        return model.trained().stream()
                .map(parameter -> parameter.value())
                .mapToLong(NDArray::size)
                .map(size -> size * Float.BYTES)
                .sum();
    }

    private static DecoderConfig tiny() {
        RopeSettings rope = new RopeSettings(1e4, null);
        return new DecoderConfig(256, 32, 64, 1, 2, 1, 16, 2048, 1e-5, rope, true, 0.02, 0, List.of(0));
    }

    private static TrainingPlan plan(FootprintCase how) {
        return TrainingPlan.usual(STEPS, BATCH, LENGTH, 3e-4, 1)
                .with()
                .precision(how.precision())
                .regime(Regime.USUAL.with().checkpointing(how.checkpointing()).build())
                .build();
    }

    private static TokenDataset data(int vocabulary) {
        int row = LENGTH + 1;
        int rows = BATCH * STEPS;
        byte[] mask = new byte[rows * row];
        Arrays.fill(mask, (byte) 1);
        long[] offsets = new long[rows + 1];
        Arrays.setAll(offsets, i -> (long) i * row);
        return new TokenDataset(
                new Random(1).ints((long) rows * row, 0, vocabulary).toArray(), mask, offsets);
    }
}
