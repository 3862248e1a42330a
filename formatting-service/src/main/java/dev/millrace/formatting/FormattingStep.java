package dev.millrace.formatting;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.event.RejectedRows;
import dev.millrace.contracts.recipe.FormattingRecipe;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.Example;
import dev.millrace.formatting.example.ExampleMaker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From clean text to examples; nothing else counts than what is handed in. */
public final class FormattingStep {
    /**
     * What a document gives.
     *
     * @param perExample true when each example has its own place in the split
     * @param rejectedRows rows without any of the accepted layouts; null when there are none
     */
    public record Formatted(
            List<Example> examples,
            boolean perExample,
            @Nullable RejectedRows rejectedRows) {
        public Formatted {
            examples = List.copyOf(examples);
        }
    }

    /** @param family keeps related documents on one side of the split */
    public Formatted format(DocumentId document, CleanText text, String family, FormattingRecipe recipe) {
        return new ExampleMaker(document, family, recipe.chunkCharacters()).make(text);
    }
}
