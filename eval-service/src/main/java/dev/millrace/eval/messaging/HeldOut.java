package dev.millrace.eval.messaging;

import dev.millrace.model.training.TokenDataset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What models are scored on.
 *
 * @param sources of every example, in the order of the tokens
 */
record HeldOut(TokenDataset tokens, List<Source> sources) {
    HeldOut {
        sources = List.copyOf(sources);
    }

    /**
     * What an example was made of.
     *
     * @param documentId null when the shard does not tell
     * @param number which of the document's examples it is, from 0
     * @param unit examples of one document share it; of a document of rows, which is split row by row, every example has its own
     */
    record Source(@Nullable String documentId, int number, String unit) {}
}
