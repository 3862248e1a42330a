package dev.millrace.model.decoder;

/**
 * How losses become gradients.
 *
 * @param scale factor of every token's loss in the gradients, usually 1 / supervised tokens of the step
 * @param add whether to add to the gradients or to overwrite them
 * @param labelSmoothing share of a target that is spread over the whole vocabulary
 * @param noise embedded tokens get noise, uniform within noise / sqrt(tokens of the segment x width)
 */
public record LossSettings(double scale, boolean add, Precision precision, double labelSmoothing, double noise) {
    /** Nothing but the loss of the tokens. */
    public static LossSettings plain(double scale, boolean add, Precision precision) {
        return new LossSettings(scale, add, precision, 0, 0);
    }
}
