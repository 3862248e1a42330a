package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a model is trained. Values that are null are chosen by the trainer and written into the run.
 *
 * @param automatic true to start a run with every dataset version that becomes ready
 * @param base {@code none} to train from scratch, a hub id, or the path of a Hugging Face directory or a GGUF file
 * @param shape of a model from scratch
 * @param precision fp32, bf16 or fp16
 * @param steps optimiser steps
 * @param batch sequences an optimiser step
 * @param microBatch sequences a forward pass
 * @param contextLength tokens a sequence
 * @param learningRate at its highest
 * @param warmupSteps steps over which the rate grows linearly
 * @param weightDecay of matrices; vectors have none
 * @param clip highest global gradient norm
 * @param checkpointEvery steps between checkpoints
 * @param activationCheckpointing true to keep only each block's input and compute the rest once more on the way back: less memory, the same
 *     numbers, about a quarter more time
 * @param seed of weights, order and everything else that is drawn
 * @param method what is trained; null trains the whole model
 * @param tuning how the optimiser goes about it; null is the usual way
 * @param priority among waiting runs the highest starts first; 0 when null
 * @param checkpoints which checkpoints are kept; null keeps all
 * @param watch what is watched; null is the usual
 * @param objective what is learned; null is text
 */
public record TrainingRecipe(
        Boolean automatic,
        String base,
        @Nullable ModelShape shape,
        String precision,
        @Nullable Integer steps,
        @Nullable Integer batch,
        @Nullable Integer microBatch,
        @Nullable Integer contextLength,
        @Nullable Double learningRate,
        @Nullable Integer warmupSteps,
        @Nullable Double weightDecay,
        @Nullable Double clip,
        @Nullable Integer checkpointEvery,
        @Nullable Boolean activationCheckpointing,
        Long seed,
        @Nullable MethodRecipe method,
        @Nullable TuningRecipe tuning,
        @Nullable Integer priority,
        @Nullable CheckpointRecipe checkpoints,
        @Nullable WatchRecipe watch,
        @Nullable ObjectiveRecipe objective) {
    public static final String FROM_SCRATCH = "none";

    private static final Set<String> PRECISIONS = Set.of("fp32", "bf16", "fp16");

    public TrainingRecipe(
            @Nullable Boolean automatic,
            @Nullable String base,
            @Nullable ModelShape shape,
            @Nullable String precision,
            @Nullable Integer steps,
            @Nullable Integer batch,
            @Nullable Integer microBatch,
            @Nullable Integer contextLength,
            @Nullable Double learningRate,
            @Nullable Integer warmupSteps,
            @Nullable Double weightDecay,
            @Nullable Double clip,
            @Nullable Integer checkpointEvery,
            @Nullable Boolean activationCheckpointing,
            @Nullable Long seed,
            @Nullable MethodRecipe method,
            @Nullable TuningRecipe tuning,
            @Nullable Integer priority,
            @Nullable CheckpointRecipe checkpoints,
            @Nullable WatchRecipe watch,
            @Nullable ObjectiveRecipe objective) {
        this.automatic = automatic != null && automatic;
        this.base = base == null ? FROM_SCRATCH : base;
        this.shape = shape;
        this.precision = precision == null ? "fp32" : precision;
        this.steps = positive("steps", steps, 100_000_000);
        this.batch = positive("batch", batch, 65_536);
        this.microBatch = positive("microBatch", microBatch, 65_536);
        this.contextLength = positive("contextLength", contextLength, 1_048_576);
        this.learningRate = within("learningRate", learningRate, 0, 10);
        this.warmupSteps = warmupSteps;
        this.weightDecay = within("weightDecay", weightDecay, 0, 10);
        this.clip = within("clip", clip, 0, 1_000_000);
        this.checkpointEvery = positive("checkpointEvery", checkpointEvery, 100_000_000);
        this.activationCheckpointing = activationCheckpointing;
        this.seed = seed == null ? 1L : seed;
        this.method = method;
        this.tuning = tuning;
        this.priority = priority;
        this.checkpoints = checkpoints;
        this.watch = watch;
        Check.that(priority == null || (priority >= -1000 && priority <= 1000), "priority lies between -1000 and 1000");
        this.objective = objective;
        Check.text("base", this.base, 1024);
        Check.that(PRECISIONS.contains(this.precision), "precision is fp32, bf16 or fp16");
        Check.that(warmupSteps == null || warmupSteps >= 0, "warmupSteps is not negative");
    }

    private static @Nullable Integer positive(String name, @Nullable Integer value, int most) {
        Check.that(value == null || (value >= 1 && value <= most), name + " lies between 1 and " + most);
        return value;
    }

    private static @Nullable Double within(String name, @Nullable Double value, double least, double most) {
        Check.that(
                value == null || (value >= least && value <= most), name + " lies between " + least + " and " + most);
        return value;
    }

    /** The same with another method. */
    public TrainingRecipe withMethod(MethodRecipe other) {
        return with().method(other).build();
    }

    public static TrainingRecipe defaults() {
        return new TrainingRecipe(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null);
    }

    /** The same with other values, one line each. */
    public Builder with() {
        return new Builder(this);
    }

    /** A recipe in the making. */
    public static final class Builder {
        private Boolean automatic;
        private String base;
        private @Nullable ModelShape shape;
        private String precision;
        private @Nullable Integer steps;
        private @Nullable Integer batch;
        private @Nullable Integer microBatch;
        private @Nullable Integer contextLength;
        private @Nullable Double learningRate;
        private @Nullable Integer warmupSteps;
        private @Nullable Double weightDecay;
        private @Nullable Double clip;
        private @Nullable Integer checkpointEvery;
        private @Nullable Boolean activationCheckpointing;
        private Long seed;
        private @Nullable MethodRecipe method;
        private @Nullable TuningRecipe tuning;
        private @Nullable Integer priority;
        private @Nullable CheckpointRecipe checkpoints;
        private @Nullable WatchRecipe watch;
        private @Nullable ObjectiveRecipe objective;

        private Builder(TrainingRecipe from) {
            this.automatic = from.automatic;
            this.base = from.base;
            this.shape = from.shape;
            this.precision = from.precision;
            this.steps = from.steps;
            this.batch = from.batch;
            this.microBatch = from.microBatch;
            this.contextLength = from.contextLength;
            this.learningRate = from.learningRate;
            this.warmupSteps = from.warmupSteps;
            this.weightDecay = from.weightDecay;
            this.clip = from.clip;
            this.checkpointEvery = from.checkpointEvery;
            this.activationCheckpointing = from.activationCheckpointing;
            this.seed = from.seed;
            this.method = from.method;
            this.tuning = from.tuning;
            this.priority = from.priority;
            this.checkpoints = from.checkpoints;
            this.watch = from.watch;
            this.objective = from.objective;
        }

        public Builder automatic(Boolean value) {
            this.automatic = value;
            return this;
        }

        public Builder base(String value) {
            this.base = value;
            return this;
        }

        public Builder shape(@Nullable ModelShape value) {
            this.shape = value;
            return this;
        }

        public Builder precision(String value) {
            this.precision = value;
            return this;
        }

        public Builder steps(@Nullable Integer value) {
            this.steps = value;
            return this;
        }

        public Builder batch(@Nullable Integer value) {
            this.batch = value;
            return this;
        }

        public Builder microBatch(@Nullable Integer value) {
            this.microBatch = value;
            return this;
        }

        public Builder contextLength(@Nullable Integer value) {
            this.contextLength = value;
            return this;
        }

        public Builder learningRate(@Nullable Double value) {
            this.learningRate = value;
            return this;
        }

        public Builder warmupSteps(@Nullable Integer value) {
            this.warmupSteps = value;
            return this;
        }

        public Builder weightDecay(@Nullable Double value) {
            this.weightDecay = value;
            return this;
        }

        public Builder clip(@Nullable Double value) {
            this.clip = value;
            return this;
        }

        public Builder checkpointEvery(@Nullable Integer value) {
            this.checkpointEvery = value;
            return this;
        }

        public Builder activationCheckpointing(@Nullable Boolean value) {
            this.activationCheckpointing = value;
            return this;
        }

        public Builder seed(Long value) {
            this.seed = value;
            return this;
        }

        public Builder method(@Nullable MethodRecipe value) {
            this.method = value;
            return this;
        }

        public Builder tuning(@Nullable TuningRecipe value) {
            this.tuning = value;
            return this;
        }

        public Builder priority(@Nullable Integer value) {
            this.priority = value;
            return this;
        }

        public Builder checkpoints(@Nullable CheckpointRecipe value) {
            this.checkpoints = value;
            return this;
        }

        public Builder watch(@Nullable WatchRecipe value) {
            this.watch = value;
            return this;
        }

        public Builder objective(@Nullable ObjectiveRecipe value) {
            this.objective = value;
            return this;
        }

        public TrainingRecipe build() {
            return new TrainingRecipe(
                    automatic,
                    base,
                    shape,
                    precision,
                    steps,
                    batch,
                    microBatch,
                    contextLength,
                    learningRate,
                    warmupSteps,
                    weightDecay,
                    clip,
                    checkpointEvery,
                    activationCheckpointing,
                    seed,
                    method,
                    tuning,
                    priority,
                    checkpoints,
                    watch,
                    objective);
        }
    }
}
