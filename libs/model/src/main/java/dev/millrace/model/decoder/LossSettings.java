package dev.millrace.model.decoder;

/**
 * How losses become gradients.
 *
 * @param scale factor of every token's loss in the gradients, usually 1 / supervised tokens of the step
 * @param add whether to add to the gradients or to overwrite them
 * @param labelSmoothing share of a target that is spread over the whole vocabulary
 * @param noise embedded tokens get noise, uniform within noise / sqrt(tokens of the segment x width)
 * @param seed of what is dropped in training
 * @param checkpointing whether only each block's input is kept, and the rest computed once more on the way back
 */
public record LossSettings(
        double scale,
        boolean add,
        Precision precision,
        double labelSmoothing,
        double noise,
        long seed,
        boolean checkpointing) {
    /** Nothing but the loss of the tokens. */
    public static LossSettings plain(double scale, boolean add, Precision precision) {
        return new LossSettings(scale, add, precision, 0, 0, 0, false);
    }

    /** The same with other values, one line each. */
    public Builder with() {
        return new Builder(this);
    }

    /** Settings in the making. */
    public static final class Builder {
        private double scale;
        private boolean add;
        private Precision precision;
        private double labelSmoothing;
        private double noise;
        private long seed;
        private boolean checkpointing;

        private Builder(LossSettings from) {
            this.scale = from.scale;
            this.add = from.add;
            this.precision = from.precision;
            this.labelSmoothing = from.labelSmoothing;
            this.noise = from.noise;
            this.seed = from.seed;
            this.checkpointing = from.checkpointing;
        }

        public Builder scale(double value) {
            this.scale = value;
            return this;
        }

        public Builder add(boolean value) {
            this.add = value;
            return this;
        }

        public Builder precision(Precision value) {
            this.precision = value;
            return this;
        }

        public Builder labelSmoothing(double value) {
            this.labelSmoothing = value;
            return this;
        }

        public Builder noise(double value) {
            this.noise = value;
            return this;
        }

        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        public Builder checkpointing(boolean value) {
            this.checkpointing = value;
            return this;
        }

        public LossSettings build() {
            return new LossSettings(scale, add, precision, labelSmoothing, noise, seed, checkpointing);
        }
    }
}
