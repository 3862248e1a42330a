package dev.millrace.trainer.work;

import dev.millrace.contracts.Json;
import dev.millrace.model.decoder.StateFiles;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import dev.millrace.trainer.files.Folder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Measures the validation loss now and then, keeps the weights that did best and ends a run that has stopped getting better: a small
 * corpus is soon learned by heart. What it knows travels in the checkpoints, so that a resumed run decides as one that never stopped.
 */
final class Validation implements TrainingObserver {
    static final String FILE = "validation.json";
    static final String BEST = "best.safetensors";

    private static final Logger LOG = Logger.getLogger(Validation.class);

    private final ToDoubleFunction<TrainingView> loss;
    private final Rhythm rhythm;
    private final StateFiles files;
    private final Path folder;
    private State state = State.NOTHING;
    private double measured = Double.NaN;

    /**
     * When to measure, and when to give up.
     *
     * @param every steps between two measurements; the last step is always measured
     * @param also further steps, the multiples of this, are measured; 0 for none
     * @param patience measurements without a better one after which a run ends; 0 never ends it
     */
    record Rhythm(int every, int also, int patience) {
        private static final int MEASUREMENTS = 30;

        /**
         * Thirty times a run, but never so often that measuring takes more than a third of the training's time: a forward pass costs a
         * third of a step.
         */
        static Rhythm of(long steps, long tokensAStep, long validationTokens, int also, int patience) {
            long affordable = (validationTokens + tokensAStep - 1) / Math.max(1, tokensAStep);
            long every = Math.max(1, Math.max(steps / MEASUREMENTS, affordable));
            return new Rhythm(Math.toIntExact(every), also, patience);
        }

        boolean isDue(long step, long steps) {
            return step % every == 0 || step == steps || (also > 0 && step % also == 0);
        }
    }

    /**
     * Part of a checkpoint.
     *
     * @param bestStep 0 before the first measurement
     * @param waited measurements since the best one
     */
    record State(int bestStep, double bestLoss, int waited) {
        /** Larger than any loss, and a number in JSON. */
        static final State NOTHING = new State(0, Double.MAX_VALUE, 0);

        State after(int step, double loss) {
            return loss < bestLoss ? new State(step, loss, 0) : new State(bestStep, bestLoss, waited + 1);
        }
    }

    /**
     * @param loss nats per supervised token, not a number without a validation split
     * @param files that the model in training is kept in
     * @param folder for the best weights; made when the first are kept
     */
    Validation(ToDoubleFunction<TrainingView> loss, Rhythm rhythm, StateFiles files, Path folder) {
        this.loss = loss;
        this.rhythm = rhythm;
        this.files = files;
        this.folder = folder;
    }

    /** A run that had ended already when its holder stopped does not go on. */
    @Override
    public void started(TrainingView view) {
        if (isOver()) {
            view.stop();
        }
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        measured = Double.NaN;
        if (rhythm.isDue(report.step(), view.plan().steps())) {
            measured = loss.applyAsDouble(view);
        }
        if (Double.isFinite(measured)) {
            judge(Math.toIntExact(report.step()), view);
        }
    }

    private void judge(int step, TrainingView view) {
        state = state.after(step, measured);
        if (state.bestStep() == step) {
            Preparation.keep(view.model(), Folder.fresh(folder));
        } else if (isOver()) {
            LOG.infof("step=%d: no better validation loss since step %d", step, state.bestStep());
            view.stop();
        }
    }

    /** What the latest step measured; not a number when it did not. */
    double measured() {
        return measured;
    }

    /** Whether the run has stopped getting better. */
    boolean isOver() {
        return rhythm.patience() > 0 && state.waited() >= rhythm.patience();
    }

    /** The step whose weights did best; 0 when nothing was measured. */
    int bestStep() {
        return state.bestStep();
    }

    /** Adds what a resumed run needs to a checkpoint of this step; its own weights need no copy when they are the best. */
    void write(Path checkpoint, int step) {
        if (state.bestStep() > 0 && state.bestStep() != step) {
            Folder.link(folder.resolve(files.weights()), checkpoint.resolve(BEST));
        }
        Folder.write(checkpoint.resolve(FILE), Json.write(state));
    }

    /** Goes on from a checkpoint's directory; one without a note starts anew. */
    void resume(Path checkpoint) {
        if (!Files.exists(checkpoint.resolve(FILE))) {
            return;
        }
        state = Json.read(Folder.read(checkpoint.resolve(FILE)), State.class);
        if (state.bestStep() > 0) {
            Path best = checkpoint.resolve(BEST);
            Path target = Folder.fresh(folder);
            Folder.copy(
                    Files.exists(best) ? best : checkpoint.resolve(files.weights()), target.resolve(files.weights()));
            Folder.copy(checkpoint.resolve(files.config()), target.resolve(files.config()));
        }
    }

    /** Gives a model, which has those of this step, the weights that did best. */
    void restoreBest(Trainable model, int step) {
        if (state.bestStep() > 0 && state.bestStep() != step) {
            model.read(folder);
        }
    }
}
