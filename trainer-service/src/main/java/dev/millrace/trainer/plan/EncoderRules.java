package dev.millrace.trainer.plan;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.model.BertConfig;
import dev.millrace.model.training.TrainingPlan;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a recipe leaves open for models that read from both sides.
 *
 * <ul>
 *   <li>Context: at most {@value #CONTEXT}. Batch: {@value #BATCH} rows, less when there are less than {@value #STEPS_A_PASS} steps a pass,
 *       never less than {@value #LEAST_BATCH}.
 *   <li>Steps: {@value #PASSES} passes over the rows, at least {@value #LEAST_STEPS}; a tenth of them to warm up.
 *   <li>Learning rate {@value #RATE}, of hidden words {@value #MASKED_RATE}; weight decay {@value #DECAY}; ten checkpoints.
 * </ul>
 */
public final class EncoderRules {
    static final int CONTEXT = 256;
    static final int BATCH = 16;
    static final int LEAST_BATCH = 2;
    static final int STEPS_A_PASS = 8;
    static final int PASSES = 3;
    static final int LEAST_STEPS = 20;
    static final double RATE = 5e-5;
    static final double MASKED_RATE = 1e-4;
    static final double DECAY = 0.01;
    private static final int CHECKPOINTS = 10;

    private EncoderRules() {}

    /**
     * Completes a recipe; a complete one stays as it is.
     *
     * @param rows of the training split
     * @throws MillraceException {@link ErrorCode#RUN_CONFIG_INVALID} naming the field
     */
    public static TrainingRecipe resolve(TrainingRecipe recipe, long rows, BertConfig base) {
        RecipeCheck.problem(recipe).ifPresent(EncoderRules::refuse);
        int context = or(recipe.contextLength(), Math.min(CONTEXT, base.maxPositions()));
        if (context > base.maxPositions()) {
            refuse("contextLength is at most the base model's " + base.maxPositions());
        }
        int batch = or(recipe.batch(), or(recipe.microBatch(), batch(rows)));
        int steps = or(recipe.steps(), Math.clamp(PASSES * rows / batch, LEAST_STEPS, 10_000_000));
        int warmup = or(recipe.warmupSteps(), steps / 10);
        if (warmup > steps) {
            refuse("warmupSteps is at most steps");
        }
        boolean masked = Objectives.kind(recipe).equals(ObjectiveRecipe.MASKED);
        return recipe.with()
                .steps(steps)
                .batch(batch)
                .microBatch(or(recipe.microBatch(), batch))
                .contextLength(context)
                .learningRate(or(recipe.learningRate(), masked ? MASKED_RATE : RATE))
                .warmupSteps(warmup)
                .weightDecay(or(recipe.weightDecay(), DECAY))
                .clip(or(recipe.clip(), AutoRules.CLIP))
                .checkpointEvery(or(recipe.checkpointEvery(), (steps + CHECKPOINTS - 1) / CHECKPOINTS))
                .activationCheckpointing(false)
                .watch(Watching.complete(recipe.watch()))
                .objective(Objectives.complete(recipe))
                .build();
    }

    /** In the words of the training loop. */
    public static TrainingPlan plan(TrainingRecipe complete) {
        return AutoRules.plan(complete);
    }

    private static int batch(long rows) {
        long most = Math.max(1, rows / STEPS_A_PASS);
        return Math.clamp(Long.highestOneBit(most), LEAST_BATCH, BATCH);
    }

    private static void refuse(String problem) {
        throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, problem);
    }

    private static <T> T or(@Nullable T chosen, T automatic) {
        return chosen == null ? automatic : chosen;
    }
}
