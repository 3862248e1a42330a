package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import org.jspecify.annotations.Nullable;

/**
 * What refines a plan.
 *
 * @param schedule how the learning rate falls
 * @param decaySteps last steps over which it falls; of use to {@link Schedule#WSD} alone
 * @param rateRatio factor of the learning rate of adapters' B and of vectors (Hayou et al., "LoRA+", 2024)
 * @param labelSmoothing share of a target that is spread over the whole vocabulary
 * @param noise height of the noise on embedded tokens, 0 for none (Jain et al., "NEFTune", 2023)
 * @param preference how preferences are learned from; null where texts are
 * @param distillation how a teacher is listened to; null without one
 * @param checkpointing whether only each block's input is kept, and the rest computed once more on the way back
 * @param rule how gradients move weights
 * @param lossScale first factor of the losses in fp16
 */
public record Regime(
        Schedule schedule,
        long decaySteps,
        double rateRatio,
        double labelSmoothing,
        double noise,
        @Nullable PreferenceSettings preference,
        @Nullable DistillationSettings distillation,
        boolean checkpointing,
        Rule rule,
        double lossScale) {
    /** A cosine, and nothing else. */
    public static final Regime USUAL = new Regime(Schedule.COSINE, 0, 1, 0, 0, null, null, false, Rule.ADAMW, 0x1p16);

    public Regime {
        check(decaySteps >= 0, "decaySteps");
        check(rateRatio > 0 && rateRatio <= 1000, "rateRatio");
        check(labelSmoothing >= 0 && labelSmoothing < 1, "labelSmoothing");
        check(noise >= 0 && noise <= 1000, "noise");
        check(lossScale > 0 && lossScale <= 0x1p40, "lossScale");
    }

    private static void check(boolean holds, String name) {
        if (!holds) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "The value of " + name + " is not allowed.");
        }
    }

    /** The same with other values, one line each. */
    public Builder with() {
        return new Builder(this);
    }

    /** A regime in the making. */
    public static final class Builder {
        private Schedule schedule;
        private long decaySteps;
        private double rateRatio;
        private double labelSmoothing;
        private double noise;
        private @Nullable PreferenceSettings preference;
        private @Nullable DistillationSettings distillation;
        private boolean checkpointing;
        private Rule rule;
        private double lossScale;

        private Builder(Regime from) {
            this.schedule = from.schedule;
            this.decaySteps = from.decaySteps;
            this.rateRatio = from.rateRatio;
            this.labelSmoothing = from.labelSmoothing;
            this.noise = from.noise;
            this.preference = from.preference;
            this.distillation = from.distillation;
            this.checkpointing = from.checkpointing;
            this.rule = from.rule;
            this.lossScale = from.lossScale;
        }

        public Builder schedule(Schedule value) {
            this.schedule = value;
            return this;
        }

        public Builder decaySteps(long value) {
            this.decaySteps = value;
            return this;
        }

        public Builder rateRatio(double value) {
            this.rateRatio = value;
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

        public Builder preference(@Nullable PreferenceSettings value) {
            this.preference = value;
            return this;
        }

        public Builder distillation(@Nullable DistillationSettings value) {
            this.distillation = value;
            return this;
        }

        public Builder checkpointing(boolean value) {
            this.checkpointing = value;
            return this;
        }

        public Builder rule(Rule value) {
            this.rule = value;
            return this;
        }

        public Builder lossScale(double value) {
            this.lossScale = value;
            return this;
        }

        public Regime build() {
            return new Regime(
                    schedule,
                    decaySteps,
                    rateRatio,
                    labelSmoothing,
                    noise,
                    preference,
                    distillation,
                    checkpointing,
                    rule,
                    lossScale);
        }
    }
}
