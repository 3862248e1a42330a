package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds of the cleaning rules.
 *
 * @param minWords fewer words drop a document without rows
 * @param minLetterShare share of letters among the non-space characters, 0 to 1
 * @param maxDuplicateLineShare share of lines that repeat an earlier one, 0 to 1 (Gopher, Rae et al. 2021, table A1)
 * @param maxDuplicateNgramShare share of characters in repeated word 5-grams, 0 to 1 (same source)
 */
public record CleaningRecipe(
        Integer minWords, Double minLetterShare, Double maxDuplicateLineShare, Double maxDuplicateNgramShare) {
    public CleaningRecipe(
            @Nullable Integer minWords,
            @Nullable Double minLetterShare,
            @Nullable Double maxDuplicateLineShare,
            @Nullable Double maxDuplicateNgramShare) {
        this.minWords = minWords == null ? 20 : minWords;
        this.minLetterShare = minLetterShare == null ? 0.5 : minLetterShare;
        this.maxDuplicateLineShare = maxDuplicateLineShare == null ? 0.3 : maxDuplicateLineShare;
        this.maxDuplicateNgramShare = maxDuplicateNgramShare == null ? 0.4 : maxDuplicateNgramShare;
        Check.that(this.minWords >= 0, "minWords is not negative");
        share("minLetterShare", this.minLetterShare);
        share("maxDuplicateLineShare", this.maxDuplicateLineShare);
        share("maxDuplicateNgramShare", this.maxDuplicateNgramShare);
    }

    private static void share(String name, double value) {
        Check.that(value >= 0 && value <= 1, name + " lies between 0 and 1");
    }

    public static CleaningRecipe defaults() {
        return new CleaningRecipe(null, null, null, null);
    }
}
