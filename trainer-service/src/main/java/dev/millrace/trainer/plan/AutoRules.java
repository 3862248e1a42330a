package dev.millrace.trainer.plan;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.ModelShape;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.TuningRecipe;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.ModelSizing;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.training.TrainingPlan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a recipe leaves open, from the dataset and the model alone.
 *
 * <ul>
 *   <li>Shape: {@link ModelSizing}, by the number of training tokens.
 *   <li>Context: {@value #CONTEXT} from scratch, at most {@value #BASE_CONTEXT} of the base model's.
 *   <li>Batch: the largest power of two, at most {@value #LARGEST_BATCH}, that leaves {@value #STEPS_A_PASS} steps a pass
 *       over the dataset; a forward pass takes at most {@value #FORWARD_TOKENS} tokens.
 *   <li>Passes: as many as a fixed budget of arithmetic allows (six operations a weight and token), from scratch between
 *       {@value #LEAST_PASSES} and {@value #MOST_PASSES}, from a base model between 1 and {@value #MOST_BASE_PASSES}.
 *   <li>Learning rate: {@value #RATE} at width {@value #RATE_WIDTH}, falling with the square root of the width; from a base
 *       model {@value #BASE_RATE} at that width, in the same way, and {@value #ADAPTER_RATE} times that for adapters.
 *   <li>Adapters: {@link Methods}. Watching: {@link Watching}. Objectives: {@link Objectives}; where answers are preferred, a batch is
 *       counted in rows, with {@value #STEPS_A_PASS} steps a pass, and the rate is {@value #PREFERENCE_RATE} times the usual.
 *   <li>Warm-up a tenth of the steps, at most {@value #MOST_WARMUP}; {@value #CHECKPOINTS} checkpoints, of a model beyond {@value #LARGE} weights
 *       {@value #LARGE_CHECKPOINTS}; weight decay {@value #DECAY}; clipping
 *       at {@value #CLIP}.
 * </ul>
 */
public final class AutoRules {
    static final int CONTEXT = 512;
    static final int BASE_CONTEXT = 512;
    static final int LARGEST_BATCH = 16;
    static final int STEPS_A_PASS = 8;
    static final int FORWARD_TOKENS = 4096;
    static final double BUDGET = 1.5e13;
    static final double BASE_BUDGET = 6e13;
    static final int LEAST_PASSES = 3;
    static final int MOST_PASSES = 12;
    static final int MOST_BASE_PASSES = 3;
    static final double RATE = 3e-3;
    static final double BASE_RATE = 3e-4;
    static final double ADAPTER_RATE = 5;
    static final double PREFERENCE_RATE = 0.05;
    static final int RATE_WIDTH = 128;
    static final int MOST_WARMUP = 100;
    static final int LEAST_STEPS = 20;
    static final int CHECKPOINTS = 10;
    static final int LARGE_CHECKPOINTS = 3;
    static final long LARGE = 40_000_000;
    static final double DECAY = 0.1;
    static final double CLIP = 1.0;
    private static final double OPERATIONS = 6;

    private AutoRules() {}

    /**
     * A recipe that leaves nothing open.
     *
     * @param config of the model that is trained
     */
    public record Resolved(TrainingRecipe recipe, DecoderConfig config) {
        /** In the words of the training loop. */
        public TrainingPlan plan() {
            return AutoRules.plan(recipe);
        }

        /** How a base that is not trained lies in memory. */
        public BaseForm form() {
            return Methods.form(recipe.method(), precision(recipe));
        }

        /** What adapters are trained; empty when the model itself is. */
        public Optional<AdapterSettings> adapter() {
            return Methods.adapter(recipe.method());
        }
    }

    /** A recipe that leaves nothing open, in the words of the training loop. */
    static TrainingPlan plan(TrainingRecipe recipe) {
        int micro = set(recipe.microBatch());
        double rate = set(recipe.learningRate());
        TuningRecipe tuning = Objects.requireNonNullElseGet(recipe.tuning(), TuningRecipe::usual);
        int steps = set(recipe.steps());
        return TrainingPlan.usual(steps, micro, set(recipe.contextLength()), rate, recipe.seed())
                .with()
                .accumulation(set(recipe.batch()) / micro)
                .finalLearningRate(tuning.finalRate() == 0.1 ? rate / 10 : rate * tuning.finalRate())
                .warmupSteps(set(recipe.warmupSteps()))
                .weightDecay(set(recipe.weightDecay()))
                .clipNorm(set(recipe.clip()))
                .precision(precision(recipe))
                .regime(Methods.regime(steps, recipe.method(), tuning)
                        .with()
                        .preference(Objectives.preference(recipe))
                        .checkpointing(set(recipe.activationCheckpointing()))
                        .build())
                .build();
    }

    private static Precision precision(TrainingRecipe recipe) {
        return Precision.valueOf(recipe.precision().toUpperCase(Locale.ROOT));
    }

    private static <T> T set(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    /**
     * Completes a recipe; a complete one stays as it is.
     *
     * @param base configuration of the base model; null from scratch
     * @throws MillraceException {@link ErrorCode#RUN_CONFIG_INVALID} naming the field
     */
    public static Resolved resolve(TrainingRecipe recipe, Corpus corpus, @Nullable DecoderConfig base) {
        RecipeCheck.problem(recipe).ifPresent(AutoRules::refuse);
        int context = or(recipe.contextLength(), base == null ? CONTEXT : Math.min(BASE_CONTEXT, base.maxPositions()));
        if (base != null && context > base.maxPositions()) {
            refuse("contextLength is at most the base model's " + base.maxPositions());
        }
        DecoderConfig config = base == null ? fresh(recipe.shape(), corpus, context) : base;
        int batch = or(recipe.batch(), batch(recipe, corpus, context));
        int steps = or(recipe.steps(), steps(corpus, config, base != null, batch, context));
        int warmup = or(recipe.warmupSteps(), Math.min(MOST_WARMUP, steps / 10));
        if (warmup > steps) {
            refuse("warmupSteps is at most steps");
        }
        TrainingRecipe complete = recipe.with()
                .shape(base == null ? shape(config) : null)
                .steps(steps)
                .batch(batch)
                .microBatch(or(recipe.microBatch(), microBatch(recipe, batch, context)))
                .contextLength(context)
                .learningRate(or(recipe.learningRate(), rate(recipe, config.width())))
                .warmupSteps(warmup)
                .weightDecay(or(recipe.weightDecay(), DECAY))
                .clip(or(recipe.clip(), CLIP))
                .checkpointEvery(or(recipe.checkpointEvery(), checkpointEvery(steps, config)))
                .activationCheckpointing(or(recipe.activationCheckpointing(), false))
                .method(Methods.complete(recipe.method()))
                .tuning(Methods.complete(recipe.tuning(), steps))
                .priority(or(recipe.priority(), 0))
                .watch(Watching.complete(recipe.watch()))
                .objective(Objectives.complete(recipe))
                .build();
        return new Resolved(complete, config);
    }

    private static DecoderConfig fresh(@Nullable ModelShape shape, Corpus corpus, int context) {
        ModelSizing.Wish wish = shape == null
                ? ModelSizing.Wish.AUTO
                : new ModelSizing.Wish(
                        OptionalInt.of(shape.width()),
                        OptionalInt.of(shape.layers()),
                        OptionalInt.of(shape.heads()),
                        OptionalInt.of(shape.keyValueHeads()),
                        OptionalInt.of(shape.feedForward()));
        return ModelSizing.choose(corpus.vocabulary(), corpus.tokens(), context, wish);
    }

    private static int batch(TrainingRecipe recipe, Corpus corpus, int context) {
        if (recipe.microBatch() != null) {
            return recipe.microBatch();
        }
        long rows = corpus.rows() == 0 ? corpus.tokens() / context : corpus.rows();
        long most = rows / STEPS_A_PASS;
        return Math.clamp(Long.highestOneBit(Math.max(1, most)), Objectives.leastMicroBatch(recipe), LARGEST_BATCH);
    }

    /** A row of a preference has two texts. */
    private static int microBatch(TrainingRecipe recipe, int batch, int context) {
        int texts = Objectives.isPreference(recipe) ? 2 : 1;
        int least = Objectives.leastMicroBatch(recipe);
        int most = Math.max(least, Math.min(batch, FORWARD_TOKENS / (texts * context)));
        while (batch % most != 0) {
            most--;
        }
        return most < least ? batch : most;
    }

    private static int steps(Corpus corpus, DecoderConfig config, boolean based, int batch, int context) {
        double pass = OPERATIONS * multiplied(config) * Math.max(1, corpus.tokens());
        double passes = based
                ? Math.clamp(BASE_BUDGET / pass, 1, MOST_BASE_PASSES)
                : Math.clamp(BUDGET / pass, LEAST_PASSES, MOST_PASSES);
        boolean text = corpus.rows() == 0;
        long all = text ? corpus.tokens() : corpus.rows();
        long aStep = text ? (long) batch * context : batch;
        return Math.clamp(Math.round(passes * all / aStep), LEAST_STEPS, 10_000_000);
    }

    /** Weights and moments of a large model take longer to store than many steps take to compute. */
    private static int checkpointEvery(int steps, DecoderConfig config) {
        int checkpoints = config.parameterCount() > LARGE ? LARGE_CHECKPOINTS : CHECKPOINTS;
        return Math.max(1, (steps + checkpoints - 1) / checkpoints);
    }

    /** Weights a token is multiplied with: a table that is only looked up costs nothing. */
    private static double multiplied(DecoderConfig config) {
        long lookedUp = config.tiedEmbeddings() ? 0 : (long) config.vocabulary() * config.width();
        return config.parameterCount() - lookedUp;
    }

    /** Three digits are enough, and read well. */
    private static double rate(TrainingRecipe recipe, int width) {
        double usual = recipe.base().equals(TrainingRecipe.FROM_SCRATCH) ? RATE : BASE_RATE;
        double factor = Methods.isLora(recipe.method()) ? ADAPTER_RATE : 1;
        double lightly = Objectives.isPreference(recipe) ? PREFERENCE_RATE : 1;
        double exact = usual * factor * lightly * Math.sqrt((double) RATE_WIDTH / width);
        return new BigDecimal(exact).round(new MathContext(3)).doubleValue();
    }

    private static ModelShape shape(DecoderConfig config) {
        return new ModelShape(
                config.layers(), config.width(), config.heads(), config.keyValueHeads(), config.feedForward());
    }

    private static void refuse(String problem) {
        throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, problem);
    }

    private static <T> T or(@Nullable T chosen, T automatic) {
        return chosen == null ? automatic : chosen;
    }
}
