package dev.millrace.trainer.plan;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.recipe.ModelShape;
import dev.millrace.contracts.recipe.TrainingRecipe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AutoRulesTest {
    private static final Corpus SMALL = new Corpus(37_000, 4096);

    @Test
    void aSmallCorpusIsSeenAtMostTwelveTimes() {
        AutoRules.Resolved resolved = AutoRules.resolve(TrainingRecipe.defaults(), SMALL, null);

        TrainingRecipe recipe = resolved.recipe();
        long seen = (long) recipe.steps() * recipe.batch() * recipe.contextLength();
        assertThat(seen).isBetween(11L * SMALL.tokens(), 13L * SMALL.tokens());
        assertThat(recipe.checkpointEvery()).isBetween(recipe.steps() / 11, recipe.steps() / 9 + 1);
        assertThat(resolved.plan().steps()).isEqualTo(recipe.steps().longValue());
    }

    @Test
    void aCompleteRecipeStaysAsItIs() {
        TrainingRecipe complete =
                AutoRules.resolve(TrainingRecipe.defaults(), SMALL, null).recipe();

        assertThat(AutoRules.resolve(complete, new Corpus(9_999_999, 4096), null)
                        .recipe())
                .isEqualTo(complete);
    }

    @Test
    void contradictionsEndInACodeThatNamesTheField() {
        assertRefused(recipe(null, 10, 6, 4, 64, 0.01, 2), "microBatch");
        assertRefused(recipe(null, 10, 4, 2, 4, 0.01, 2), "contextLength");
        assertRefused(recipe(null, 10, 4, 2, 64, 0.0, 2), "learningRate");
        assertRefused(recipe(null, 10, 4, 2, 64, 0.01, 11), "warmupSteps");
        assertRefused(
                TrainingRecipe.defaults()
                        .with()
                        .base("some/base")
                        .shape(new ModelShape(2, 16, 2, 1, 32))
                        .build(),
                "shape");
    }

    @Test
    void numbersOutOfRangeNeverBecomeARecipe() {
        for (double rate : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1, 1e9}) {
            assertThatThrownBy(() -> recipe(null, 10, 4, 2, 64, rate, 2))
                    .as("rate %s", rate)
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("learningRate");
        }
        assertThatThrownBy(() -> recipe(null, -1, 4, 2, 64, 0.1, 2)).hasMessageContaining("steps");
        assertThatThrownBy(() -> recipe(null, 10, 0, 2, 64, 0.1, 2)).hasMessageContaining("batch");
    }

    private static void assertRefused(TrainingRecipe recipe, String field) {
        assertThatThrownBy(() -> AutoRules.resolve(recipe, SMALL, null))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RUN_CONFIG_INVALID);
                    assertThat(e.getMessage()).contains(field);
                });
    }

    private static TrainingRecipe recipe(
            @Nullable String base, int steps, int batch, int micro, int context, double rate, int warmup) {
        return TrainingRecipe.defaults()
                .with()
                .base(base == null ? TrainingRecipe.FROM_SCRATCH : base)
                .steps(steps)
                .batch(batch)
                .microBatch(micro)
                .contextLength(context)
                .learningRate(rate)
                .warmupSteps(warmup)
                .build();
    }
}
