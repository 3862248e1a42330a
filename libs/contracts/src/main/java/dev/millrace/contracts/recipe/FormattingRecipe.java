package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import org.jspecify.annotations.Nullable;

/**
 * How documents become examples.
 *
 * @param chunkCharacters the most characters of one example of running text; the text of a row stays whole
 * @param template a Jinja chat template; null takes the base model's, or ChatML without one
 * @param validationShare share of families held out for validation, 0 to 0.5
 * @param testShare share of families held out for the test, 0 to 0.5
 * @param minFamilies if a held-out split had fewer families, those with the lowest hashes fill it
 * @param vocabularySize of the tokeniser trained where there is no base model
 */
public record FormattingRecipe(
        Integer chunkCharacters,
        @Nullable String template,
        Double validationShare,
        Double testShare,
        Integer minFamilies,
        Integer vocabularySize) {
    public FormattingRecipe(
            @Nullable Integer chunkCharacters,
            @Nullable String template,
            @Nullable Double validationShare,
            @Nullable Double testShare,
            @Nullable Integer minFamilies,
            @Nullable Integer vocabularySize) {
        this.chunkCharacters = chunkCharacters == null ? 4000 : chunkCharacters;
        this.template = template;
        this.validationShare = validationShare == null ? 0.05 : validationShare;
        this.testShare = testShare == null ? 0.1 : testShare;
        this.minFamilies = minFamilies == null ? 8 : minFamilies;
        this.vocabularySize = vocabularySize == null ? 4096 : vocabularySize;
        Check.that(
                this.chunkCharacters >= 200 && this.chunkCharacters <= 1_000_000,
                "chunkCharacters lies between 200 and 1000000");
        Check.that(this.validationShare >= 0 && this.validationShare <= 0.5, "validationShare lies between 0 and 0.5");
        Check.that(this.testShare >= 0 && this.testShare <= 0.5, "testShare lies between 0 and 0.5");
        Check.that(this.minFamilies >= 0 && this.minFamilies <= 1000, "minFamilies lies between 0 and 1000");
        Check.that(
                this.vocabularySize >= 300 && this.vocabularySize <= 262_144,
                "vocabularySize lies between 300 and 262144");
    }

    public static FormattingRecipe defaults() {
        return new FormattingRecipe(null, null, null, null, null, null);
    }
}
