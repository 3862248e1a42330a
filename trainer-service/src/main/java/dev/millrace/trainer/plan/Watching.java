package dev.millrace.trainer.plan;

import dev.millrace.contracts.recipe.WatchRecipe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a recipe leaves open about watching: a run ends after {@value #PATIENCE} measurements without a better one; a loss above {@value
 * #DIVERGENCE} times the median for {@value #DIVERGENCE_STEPS} steps is a divergence; {@value #STALL_SECONDS} seconds without a step are a
 * standstill; a run goes back {@value #RETURNS} times at most.
 */
final class Watching {
    static final int PATIENCE = 6;
    static final double DIVERGENCE = 4;
    static final int DIVERGENCE_STEPS = 10;
    static final int STALL_SECONDS = 3600;
    static final int RETURNS = 2;
    static final int PROMPT_TOKENS = 48;

    private Watching() {}

    /** Nothing left open. */
    static WatchRecipe complete(@Nullable WatchRecipe watch) {
        WatchRecipe some = watch == null ? WatchRecipe.usual() : watch;
        return new WatchRecipe(
                or(some.patience(), PATIENCE),
                or(some.keep(), WatchRecipe.BEST),
                or(some.divergence(), DIVERGENCE),
                or(some.divergenceSteps(), DIVERGENCE_STEPS),
                or(some.stallSeconds(), STALL_SECONDS),
                or(some.returns(), RETURNS),
                or(some.prompts(), List.of()),
                or(some.promptTokens(), PROMPT_TOKENS));
    }

    private static <T> T or(@Nullable T chosen, T automatic) {
        return chosen == null ? automatic : chosen;
    }
}
