package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.decoder.Precision;

/**
 * Everything that decides a run's numbers, besides data and first weights.
 *
 * @param steps optimiser steps
 * @param batch windows computed at once
 * @param accumulation batches per optimiser step
 * @param context longest window in tokens
 * @param learningRate highest rate
 * @param finalLearningRate rate at the last step, usually a tenth of the highest
 * @param warmupSteps steps of linear rise
 * @param weightDecay decoupled decay of matrices; norms are never decayed
 * @param clipNorm largest global gradient norm
 * @param regime what refines it
 */
public record TrainingPlan(
        long steps,
        int batch,
        int accumulation,
        int context,
        double learningRate,
        double finalLearningRate,
        long warmupSteps,
        double weightDecay,
        double clipNorm,
        double beta1,
        double beta2,
        double epsilon,
        Precision precision,
        long seed,
        Regime regime) {

    public TrainingPlan {
        check(steps >= 1, "steps");
        check(batch >= 1 && batch <= 65_536, "batch");
        check(accumulation >= 1 && accumulation <= 65_536, "accumulation");
        check(context >= 1, "context");
        check(learningRate > 0 && learningRate < 10, "learningRate");
        check(finalLearningRate >= 0 && finalLearningRate <= learningRate, "finalLearningRate");
        check(warmupSteps >= 0 && warmupSteps <= steps, "warmupSteps");
        check(weightDecay >= 0 && weightDecay < 10, "weightDecay");
        check(clipNorm > 0, "clipNorm");
        check(beta1 >= 0 && beta1 < 1, "beta1");
        check(beta2 >= 0 && beta2 < 1, "beta2");
        check(epsilon > 0 && epsilon < 1, "epsilon");
        check(regime.decaySteps() <= steps - warmupSteps, "decaySteps");
    }

    /** Usual values: a tenth of the steps (at most 100) to warm up, cosine to a tenth, decay 0.1, clipping at 1. */
    public static TrainingPlan usual(long steps, int batch, int context, double learningRate, long seed) {
        return new TrainingPlan(
                steps,
                batch,
                1,
                context,
                learningRate,
                learningRate / 10,
                Math.min(100, steps / 10),
                0.1,
                1.0,
                0.9,
                0.95,
                1e-8,
                Precision.FP32,
                seed,
                Regime.USUAL);
    }

    private static void check(boolean holds, String name) {
        if (!holds) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "The value of " + name + " is not allowed.");
        }
    }

    /** Whether a run of this plan may go on as another: at another rate, or in other micro-batches of the same steps. */
    public boolean isContinuedBy(TrainingPlan other) {
        return essence().equals(other.essence());
    }

    private TrainingPlan essence() {
        return with().batch(1)
                .accumulation(Math.multiplyExact(batch, accumulation))
                .learningRate(1)
                .finalLearningRate(0)
                .build();
    }

    /** The rate of a step, counted from 1: linear rise, then as the schedule falls. */
    public double learningRateAt(long step) {
        if (step <= warmupSteps) {
            return learningRate * step / warmupSteps;
        }
        long falling = regime.schedule() == Schedule.WSD ? regime.decaySteps() : steps - warmupSteps;
        double done = falling == 0 ? 1 : (double) (step - (steps - falling)) / falling;
        double height = regime.schedule().height(done);
        return finalLearningRate + (learningRate - finalLearningRate) * height;
    }

    /** The same with other values, one line each. */
    public Builder with() {
        return new Builder(this);
    }

    /** A plan in the making. */
    public static final class Builder {
        private long steps;
        private int batch;
        private int accumulation;
        private int context;
        private double learningRate;
        private double finalLearningRate;
        private long warmupSteps;
        private double weightDecay;
        private double clipNorm;
        private double beta1;
        private double beta2;
        private double epsilon;
        private Precision precision;
        private long seed;
        private Regime regime;

        private Builder(TrainingPlan from) {
            this.steps = from.steps;
            this.batch = from.batch;
            this.accumulation = from.accumulation;
            this.context = from.context;
            this.learningRate = from.learningRate;
            this.finalLearningRate = from.finalLearningRate;
            this.warmupSteps = from.warmupSteps;
            this.weightDecay = from.weightDecay;
            this.clipNorm = from.clipNorm;
            this.beta1 = from.beta1;
            this.beta2 = from.beta2;
            this.epsilon = from.epsilon;
            this.precision = from.precision;
            this.seed = from.seed;
            this.regime = from.regime;
        }

        public Builder steps(long value) {
            this.steps = value;
            return this;
        }

        public Builder batch(int value) {
            this.batch = value;
            return this;
        }

        public Builder accumulation(int value) {
            this.accumulation = value;
            return this;
        }

        public Builder context(int value) {
            this.context = value;
            return this;
        }

        public Builder learningRate(double value) {
            this.learningRate = value;
            return this;
        }

        public Builder finalLearningRate(double value) {
            this.finalLearningRate = value;
            return this;
        }

        public Builder warmupSteps(long value) {
            this.warmupSteps = value;
            return this;
        }

        public Builder weightDecay(double value) {
            this.weightDecay = value;
            return this;
        }

        public Builder clipNorm(double value) {
            this.clipNorm = value;
            return this;
        }

        public Builder beta1(double value) {
            this.beta1 = value;
            return this;
        }

        public Builder beta2(double value) {
            this.beta2 = value;
            return this;
        }

        public Builder epsilon(double value) {
            this.epsilon = value;
            return this;
        }

        public Builder precision(Precision value) {
            this.precision = value;
            return this;
        }

        public Builder seed(long value) {
            this.seed = value;
            return this;
        }

        public Builder regime(Regime value) {
            this.regime = value;
            return this;
        }

        public TrainingPlan build() {
            return new TrainingPlan(
                    steps,
                    batch,
                    accumulation,
                    context,
                    learningRate,
                    finalLearningRate,
                    warmupSteps,
                    weightDecay,
                    clipNorm,
                    beta1,
                    beta2,
                    epsilon,
                    precision,
                    seed,
                    regime);
        }
    }
}
