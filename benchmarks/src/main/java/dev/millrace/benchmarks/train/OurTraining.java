package dev.millrace.benchmarks.train;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.ResidentMemory;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The product's own loop, from the same starting weights each round. */
final class OurTraining implements Contestant {
    private static final long SEED = 1;
    private static final double RATE = 3e-4;
    private static final double NO_CLIPPING = 1e9;

    private final ModelRuntime runtime;
    private final Function<ModelRuntime, DecoderModel> weights;
    private final TokenDataset data;
    private final Precision precision;
    private final Losses losses;

    OurTraining(
            ModelRuntime runtime,
            Function<ModelRuntime, DecoderModel> weights,
            int[] rows,
            Precision precision,
            Losses losses) {
        this.runtime = runtime;
        this.weights = weights;
        this.data = ReferenceData.inOrder(rows, SEED);
        this.precision = precision;
        this.losses = losses;
    }

    static String label(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String name() {
        return "ours " + label(precision);
    }

    @Override
    public void measure(Samples samples) throws Exception {
        ResidentMemory.forgetPeak();
        long begun = System.nanoTime();
        try (DecoderModel model = weights.apply(runtime);
                TrainingLoop loop = TrainingLoop.begin(model, data, plan(), List.of())) {
            List<Double> found = new ArrayList<>();
            steps(loop, TrainBench.WARM, found);
            samples.add("load " + name(), Timing.since(begun));
            int measured = TrainBench.STEPS - TrainBench.WARM;
            double seconds = Timing.seconds(() -> steps(loop, measured, found));
            losses.put(name(), found);
            samples.add("memory " + name(), ResidentMemory.peak() / ResidentMemory.MIB);
            samples.add(name(), measured * Shape.BATCH * Shape.LENGTH / seconds);
        }
    }

    private static void steps(TrainingLoop loop, int count, List<Double> losses) {
        for (int i = 0; i < count; i++) {
            losses.add(loop.step().loss());
        }
    }

    /** The peer's optimiser; it decays norms, too, which moves a loss by far less than the tolerance in so few steps. */
    private TrainingPlan plan() {
        return TrainingPlan.usual(TrainBench.STEPS, Shape.BATCH, Shape.LENGTH, RATE, SEED)
                .with()
                .finalLearningRate(RATE)
                .warmupSteps(0)
                .weightDecay(0.01)
                .clipNorm(NO_CLIPPING)
                .precision(precision)
                .build();
    }
}
