package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.Trainable;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model step by step. A step is a function of the state before it, plan and dataset, so a run that is resumed
 * from a checkpoint makes the same numbers as one that never stopped.
 */
public final class TrainingLoop implements AutoCloseable {
    private static final long DRAWN = 0x44524f50L;
    private static final long CHOSEN = 0x4d41534bL;

    private final Objective objective;
    private final TrainingPlan plan;
    private final WindowSampler sampler;
    private final Optimiser optimiser;
    private final List<TrainingObserver> observers;
    private final View view = new View();
    private LossScale lossScale;
    private long step;
    private boolean stopped;
    private @Nullable TrainingSnapshot snapshot;

    private TrainingLoop(Objective objective, TrainingPlan plan, List<TrainingObserver> observers) {
        this.objective = objective;
        this.plan = plan;
        this.sampler = new WindowSampler(objective.size(), plan.seed());
        this.optimiser = new Optimiser(objective.model(), plan);
        this.lossScale =
                plan.precision() == Precision.FP16 ? new LossScale(plan.regime().lossScale(), 0, 0) : LossScale.NONE;
        this.observers = List.copyOf(observers);
    }

    /**
     * Begins a run; the model is trained in place and stays the caller's.
     */
    public static TrainingLoop begin(Objective objective, TrainingPlan plan, List<TrainingObserver> observers) {
        return new TrainingLoop(objective, plan, observers);
    }

    /**
     * Begins a run on documents.
     *
     * @throws MillraceException RUN_CONFIG_INVALID when plan, model and dataset do not fit, LABELS_EMPTY
     */
    public static TrainingLoop begin(
            DecoderModel model, TokenDataset dataset, TrainingPlan plan, List<TrainingObserver> observers) {
        return begin(new NextToken(model, dataset, plan), plan, observers);
    }

    /** Goes on with a run on documents; throws as {@link #resume(Objective, TrainingPlan, List, Path)} does. */
    public static TrainingLoop resume(
            DecoderModel model,
            TokenDataset dataset,
            TrainingPlan plan,
            List<TrainingObserver> observers,
            Path checkpoint) {
        return resume(new NextToken(model, dataset, plan), plan, observers, checkpoint);
    }

    /**
     * Goes on from a checkpoint's directory; the objective's model has the checkpoint's shape and gets its weights.
     *
     * @throws MillraceException CHECKPOINT_DAMAGED when its parts do not verify or belong to another plan
     */
    public static TrainingLoop resume(
            Objective objective, TrainingPlan plan, List<TrainingObserver> observers, Path checkpoint) {
        TrainingLoop loop = new TrainingLoop(objective, plan, observers);
        boolean resumed = false;
        try {
            CheckpointReader.Position reached =
                    CheckpointReader.restore(checkpoint, plan, objective.model(), loop.optimiser);
            loop.step = reached.step();
            loop.lossScale = reached.lossScale();
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
        List<Objective.Work> batches = batches(step);
        long supervised = batches.stream().mapToLong(Objective.Work::supervised).sum();
        double loss = gradients(batches, supervised) / supervised;
        double norm = optimiser.gradientNorm() / lossScale.factor();
        if (!Double.isFinite(loss) || (!Double.isFinite(norm) && !mayOverflow())) {
            throw new MillraceException(
                    ErrorCode.RUN_DIVERGED, "At step " + next + " the loss or its gradient is no longer a number.");
        }
        norm = move(next, norm);
        step = next;
        long tokens = batches.stream().mapToLong(Objective.Work::tokens).sum();
        double epoch = (double) (next * windowsPerStep()) / objective.size();
        Measures measures = new Measures();
        batches.forEach(batch -> batch.measure(measures));
        return new StepReport(
                next,
                loss,
                norm,
                plan.learningRateAt(next),
                tokens,
                supervised,
                epoch,
                System.nanoTime() - begun,
                measures.means());
    }

    private boolean mayOverflow() {
        return plan.precision() == Precision.FP16 && lossScale.mayFall();
    }

    /** Returns the norm of the gradients that the weights were moved by: 0 when they overflowed and nothing was moved. */
    private double move(long next, double norm) {
        if (!Double.isFinite(norm)) {
            lossScale = lossScale.overflowed();
            return 0;
        }
        optimiser.update(next, next - lossScale.skipped(), norm, lossScale.factor());
        if (plan.precision() == Precision.FP16) {
            lossScale = lossScale.fitted();
        }
        return norm;
    }

    private double gradients(List<Objective.Work> batches, long supervised) {
        double loss = 0;
        for (int i = 0; i < batches.size(); i++) {
            long seed = seed(i);
            objective.model().kernels().seed(seed);
            Regime regime = plan.regime();
            LossSettings settings = LossSettings.plain(lossScale.factor() / supervised, i > 0, plan.precision())
                    .with()
                    .labelSmoothing(regime.labelSmoothing())
                    .noise(regime.noise())
                    .seed(seed)
                    .checkpointing(regime.checkpointing())
                    .build();
            loss += batches.get(i).backward(optimiser.gradients(), settings);
        }
        return loss;
    }

    /** What is drawn while a batch is computed, dropout and noise, depends on seed, step and batch alone. */
    private long seed(long batch) {
        return CounterRandom.keyed(plan.seed(), DRAWN, step).bits(batch);
    }

    private List<Objective.Work> batches(long done) {
        return IntStream.range(0, plan.accumulation())
                .mapToObj(i -> objective.work(
                        sampler.range(done * windowsPerStep() + (long) i * plan.batch(), plan.batch()),
                        CounterRandom.keyed(plan.seed(), CHOSEN, done, i)))
                .toList();
    }

    private long windowsPerStep() {
        return (long) plan.batch() * plan.accumulation();
    }

    /** What observers see; of use to a caller who drives the loop step by step. */
    public TrainingView view() {
        return view;
    }

    private TrainingSnapshot buffer() {
        TrainingSnapshot allocated = snapshot;
        if (allocated == null) {
            allocated = new TrainingSnapshot(objective.model(), optimiser, plan);
            snapshot = allocated;
        }
        return allocated;
    }

    @Override
    public void close() {
        if (snapshot != null) {
            snapshot.free();
        }
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
        public Trainable model() {
            return objective.model();
        }

        @Override
        public void reserveSnapshot() {
            snapshot = buffer();
        }

        @Override
        public TrainingSnapshot snapshot() {
            return buffer().take(optimiser, step, lossScale);
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }
}
