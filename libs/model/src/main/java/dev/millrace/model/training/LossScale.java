package dev.millrace.model.training;

/**
 * The factor that keeps gradients within the range of 16-bit floats (Micikevicius et al., "Mixed precision training", 2018):
 * halved when one overflows, doubled when none has for {@value #PATIENCE} steps.
 *
 * @param factor of every loss; 1 where gradients need none
 * @param good steps in a row without an overflow
 * @param skipped steps of the run that moved nothing
 */
record LossScale(double factor, int good, long skipped) {
    static final LossScale NONE = new LossScale(1, 0, 0);

    static final int PATIENCE = 2000;
    private static final double MOST = 0x1p40;
    /** Gradients that overflow even so do not fit at all. */
    private static final double LEAST = 0x1p-10;

    /** After a step that fitted. */
    LossScale fitted() {
        if (good + 1 < PATIENCE) {
            return new LossScale(factor, good + 1, skipped);
        }
        return new LossScale(Math.min(MOST, factor * 2), 0, skipped);
    }

    /** After a step that did not. */
    LossScale overflowed() {
        return new LossScale(factor / 2, 0, skipped + 1);
    }

    /** Whether halving may still help. */
    boolean mayFall() {
        return factor > LEAST;
    }
}
