package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ends a run whose loss stays far above the median of its latest steps. Losses that are too high do not move the median; near zero,
 * where a multiple is soon reached, a loss is too high only when it also lies {@value #MARGIN} above.
 */
final class DivergenceWatch implements TrainingObserver {
    private static final int WINDOW = 50;
    private static final int LEAST = 10;
    private static final double MARGIN = 0.5;

    private final double factor;
    private final int most;
    private final Deque<Double> usual = new ArrayDeque<>();
    private long begun;
    private long latest;
    private int high;
    private boolean tripped;

    /**
     * @param factor of the median above which a loss is too high; 0 watches nothing
     * @param most so many steps in a row are a divergence
     */
    DivergenceWatch(double factor, int most) {
        this.factor = factor;
        this.most = most;
    }

    @Override
    public void started(TrainingView view) {
        begun = view.step();
        latest = begun;
    }

    /** @throws MillraceException RUN_DIVERGED */
    @Override
    public void stepped(StepReport report, TrainingView view) {
        latest = report.step();
        if (!isTooHigh(report.loss())) {
            high = 0;
            note(report.loss());
        } else if (++high >= most) {
            tripped = true;
            throw new MillraceException(
                    ErrorCode.RUN_DIVERGED,
                    "Since step " + (report.step() - high + 1) + " the loss is more than " + factor
                            + " times what it was.");
        }
    }

    private boolean isTooHigh(double loss) {
        if (factor == 0 || usual.size() < LEAST) {
            return false;
        }
        double median = median();
        return loss > Math.max(factor * median, median + MARGIN);
    }

    private double median() {
        double[] sorted =
                usual.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void note(double loss) {
        usual.add(loss);
        if (usual.size() > WINDOW) {
            usual.remove();
        }
    }

    boolean tripped() {
        return tripped;
    }

    /** The last step that was as it should be; before where this holder began when not even one was. */
    long lastGood() {
        long good = latest - high;
        return good > begun ? good : begun - 1;
    }
}
