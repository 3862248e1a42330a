package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is watched while a run trains. Values that are null are the usual ones.
 *
 * @param patience measurements of the validation loss without a better one after which a run ends; 0 never ends it
 * @param keep whose weights become the model: {@code best} on validation, or {@code last}
 * @param divergence a loss so many times the median of the latest steps is too high; 0 watches nothing
 * @param divergenceSteps so many steps with a loss that is too high are a divergence
 * @param stallSeconds without a step for so long a run stands still; 0 watches nothing
 * @param returns how often a run goes back to its last good checkpoint, each time at half the learning rate, before it fails
 * @param prompts answered at every validation
 * @param promptTokens longest answer
 */
public record WatchRecipe(
        @Nullable Integer patience,
        @Nullable String keep,
        @Nullable Double divergence,
        @Nullable Integer divergenceSteps,
        @Nullable Integer stallSeconds,
        @Nullable Integer returns,
        @Nullable List<String> prompts,
        @Nullable Integer promptTokens) {
    public static final String BEST = "best";
    public static final String LAST = "last";

    private static final int MOST_PROMPTS = 20;

    public WatchRecipe {
        between("patience", patience, 0, 1_000_000);
        Check.that(keep == null || Set.of(BEST, LAST).contains(keep), "keep is best or last");
        Check.that(
                divergence == null || divergence == 0 || (divergence > 1 && divergence <= 1_000_000),
                "divergence is 0, or above 1 and at most 1000000");
        between("divergenceSteps", divergenceSteps, 1, 1_000_000);
        between("stallSeconds", stallSeconds, 0, 1_000_000);
        between("returns", returns, 0, 100);
        between("promptTokens", promptTokens, 1, 1000);
        if (prompts != null) {
            Check.that(prompts.size() <= MOST_PROMPTS, "there are at most " + MOST_PROMPTS + " prompts");
            prompts.forEach(prompt -> Check.text("prompts", prompt, 2000));
            prompts = List.copyOf(prompts);
        }
    }

    private static void between(String name, @Nullable Integer value, int least, int most) {
        Check.that(
                value == null || (value >= least && value <= most), name + " lies between " + least + " and " + most);
    }

    public static WatchRecipe usual() {
        return new WatchRecipe(null, null, null, null, null, null, null, null);
    }
}
