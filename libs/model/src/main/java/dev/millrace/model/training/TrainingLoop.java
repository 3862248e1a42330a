package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains a model step by step. A step is a function of the state before it, plan and dataset, so a run that is resumed
 * from a checkpoint makes the same numbers as one that never stopped.
 */
public final class TrainingLoop implements AutoCloseable {
    private static final long DRAWN = 0x44524f50L;

    private final DecoderModel model;
    private final TrainingPlan plan;
    private final PackedDataset dataset;
    private final WindowSampler sampler;
    private final Optimiser optimiser;
    private final List<TrainingObserver> observers;
    private final View view = new View();
    private long step;
    private boolean stopped;

    private TrainingLoop(
            DecoderModel model, TokenDataset dataset, TrainingPlan plan, List<TrainingObserver> observers) {
        if (plan.context() > model.config().maxPositions()) {
            throw new MillraceException(
                    ErrorCode.RUN_CONFIG_INVALID, "The value of context is longer than the model's context.");
        }
        requireKnownTokens(dataset, model.config().vocabulary());
        this.model = model;
        this.plan = plan;
        this.dataset = PackedDataset.pack(dataset, plan.context(), plan.seed());
        this.sampler = new WindowSampler(this.dataset.size(), plan.seed());
        this.optimiser = new Optimiser(model);
        this.observers = List.copyOf(observers);
    }

    private static void requireKnownTokens(TokenDataset dataset, int vocabulary) {
        for (int token : dataset.tokens()) {
            if (token < 0 || token >= vocabulary) {
                throw new MillraceException(
                        ErrorCode.RUN_CONFIG_INVALID, "The dataset holds a token that the model does not know.");
            }
        }
    }

    /**
     * Begins a run; the model is trained in place and stays the caller's.
     *
     * @throws MillraceException RUN_CONFIG_INVALID when plan, model and dataset do not fit, LABELS_EMPTY
     */
    public static TrainingLoop begin(
            DecoderModel model, TokenDataset dataset, TrainingPlan plan, List<TrainingObserver> observers) {
        return new TrainingLoop(model, dataset, plan, observers);
    }

    /**
     * Goes on from a checkpoint's directory; {@code model} has the checkpoint's shape and gets its weights.
     *
     * @throws MillraceException CHECKPOINT_DAMAGED when its parts do not verify or belong to another plan
     */
    public static TrainingLoop resume(
            DecoderModel model,
            TokenDataset dataset,
            TrainingPlan plan,
            List<TrainingObserver> observers,
            Path checkpoint) {
        TrainingLoop loop = new TrainingLoop(model, dataset, plan, observers);
        boolean resumed = false;
        try {
            loop.step = CheckpointReader.restore(checkpoint, plan, model, loop.optimiser);
            resumed = true;
            return loop;
        } finally {
            if (!resumed) {
                loop.close();
            }
        }
    }

    /** Runs until the plan's last step, or until an observer asks to stop. */
    public void run() {
        observers.forEach(observer -> observer.started(view));
        while (step < plan.steps() && !stopped) {
            StepReport report = step();
            observers.forEach(observer -> observer.stepped(report, view));
        }
        observers.forEach(observer -> observer.ended(view));
    }

    /**
     * One optimiser step.
     *
     * @throws MillraceException RUN_DIVERGED when loss or gradients are no longer numbers; weights are then untouched
     */
    public StepReport step() {
        long begun = System.nanoTime();
        long next = step + 1;
        List<PackedBatch> batches = batches(step);
        long supervised = batches.stream().mapToLong(PackedBatch::supervised).sum();
        double loss = gradients(batches, supervised) / supervised;
        double norm = optimiser.gradientNorm();
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new MillraceException(
                    ErrorCode.RUN_DIVERGED, "At step " + next + " the loss or its gradient is no longer a number.");
        }
        optimiser.update(plan, next, norm);
        step = next;
        long tokens = batches.stream().mapToLong(PackedBatch::size).sum();
        double epoch = (double) (next * windowsPerStep()) / dataset.size();
        return new StepReport(
                next, loss, norm, plan.learningRateAt(next), tokens, supervised, epoch, System.nanoTime() - begun);
    }

    private double gradients(List<PackedBatch> batches, long supervised) {
        double loss = 0;
        for (int i = 0; i < batches.size(); i++) {
            draw(i);
            Regime regime = plan.regime();
            LossSettings settings = new LossSettings(
                    1.0 / supervised, i > 0, plan.precision(), regime.labelSmoothing(), regime.noise());
            loss += model.backward(batches.get(i), optimiser.gradients(), settings);
        }
        return loss;
    }

    /** What is drawn while a batch is computed, dropout and noise, depends on seed, step and batch alone. */
    private void draw(long batch) {
        model.kernels().seed(CounterRandom.keyed(plan.seed(), DRAWN, step).bits(batch));
    }

    private List<PackedBatch> batches(long done) {
        return IntStream.range(0, plan.accumulation())
                .mapToObj(i ->
                        dataset.batch(sampler.range(done * windowsPerStep() + (long) i * plan.batch(), plan.batch())))
                .toList();
    }

    private long windowsPerStep() {
        return (long) plan.batch() * plan.accumulation();
    }

    /** What observers see; of use to a caller who drives the loop step by step. */
    public TrainingView view() {
        return view;
    }

    @Override
    public void close() {
        optimiser.close();
    }

    private final class View implements TrainingView {
        @Override
        public long step() {
            return step;
        }

        @Override
        public TrainingPlan plan() {
            return plan;
        }

        @Override
        public DecoderModel model() {
            return model;
        }

        @Override
        public TrainingSnapshot snapshot() {
            return TrainingSnapshot.of(model, optimiser, plan, step);
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }
}
