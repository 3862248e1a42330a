package dev.millrace.trainer.plan;

import dev.millrace.contracts.recipe.TrainingRecipe;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a recipe whose fields are each in range by themselves. */
public final class RecipeCheck {
    private static final int SHORTEST_CONTEXT = 8;

    private RecipeCheck() {}

    /** The first contradiction, naming the field. */
    public static Optional<String> problem(TrainingRecipe recipe) {
        return Stream.of(
                        shape(recipe),
                        learningRate(recipe),
                        microBatch(recipe),
                        warmup(recipe),
                        context(recipe),
                        decay(recipe),
                        Methods.problem(recipe),
                        Objectives.problem(recipe),
                        StartingPoint.problem(recipe))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> shape(TrainingRecipe recipe) {
        boolean fromScratch = recipe.base().equals(TrainingRecipe.FROM_SCRATCH);
        return when(recipe.shape() != null && !fromScratch, "shape is the base model's, not the recipe's");
    }

    private static Optional<String> learningRate(TrainingRecipe recipe) {
        return when(recipe.learningRate() != null && recipe.learningRate() == 0, "learningRate is above 0");
    }

    private static Optional<String> microBatch(TrainingRecipe recipe) {
        @Nullable Integer batch = recipe.batch();
        @Nullable Integer micro = recipe.microBatch();
        return when(batch != null && micro != null && batch % micro != 0, "batch is a multiple of microBatch");
    }

    private static Optional<String> warmup(TrainingRecipe recipe) {
        @Nullable Integer warmup = recipe.warmupSteps();
        @Nullable Integer steps = recipe.steps();
        return when(warmup != null && steps != null && warmup > steps, "warmupSteps is at most steps");
    }

    private static Optional<String> context(TrainingRecipe recipe) {
        @Nullable Integer context = recipe.contextLength();
        return when(context != null && context < SHORTEST_CONTEXT, "contextLength is at least " + SHORTEST_CONTEXT);
    }

    private static Optional<String> decay(TrainingRecipe recipe) {
        @Nullable
        Integer decay = recipe.tuning() == null ? null : recipe.tuning().decaySteps();
        @Nullable Integer steps = recipe.steps();
        return when(
                decay != null && steps != null && decay + or(recipe.warmupSteps()) > steps,
                "warmupSteps and decaySteps together are at most steps");
    }

    private static int or(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    static Optional<String> when(boolean wrong, String problem) {
        return wrong ? Optional.of(problem) : Optional.empty();
    }
}
