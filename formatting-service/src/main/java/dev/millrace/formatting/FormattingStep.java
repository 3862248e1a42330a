package dev.millrace.formatting;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.recipe.FormattingRecipe;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.Example;
import dev.millrace.formatting.example.ExampleMaker;

/** From clean text to examples; nothing else counts than what is handed in. */
public final class FormattingStep {
    /**
     * What a document gives.
     *
     * @param perExample true when each example has its own place in the split
     * @param unreadableRows rows without any of the accepted layouts
     */
    public record Formatted(java.util.List<Example> examples, boolean perExample, int unreadableRows) {}

    /** @param family keeps related documents on one side of the split */
    public Formatted format(DocumentId document, CleanText text, String family, FormattingRecipe recipe) {
        return new ExampleMaker(document, family, recipe.chunkCharacters()).make(text);
    }
}
