package dev.millrace.eval;

import dev.millrace.model.scoring.DocumentScore;
import org.jspecify.annotations.Nullable;

/**
 * An example with the scores of both models.
 *
 * @param example where it lies in the split's shard, from 0
 * @param documentId the document it was made of; null when the shard does not tell
 * @param number which of that document's examples it is, from 0
 * @param unit what it is resampled with: examples of one document share it, rows have each their own
 */
public record ScoredExample(
        int example, @Nullable String documentId, int number, String unit, DocumentScore base, DocumentScore tuned) {}
