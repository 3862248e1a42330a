package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.ErrorCode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document as it stands.
 *
 * @param outcome pending, kept, dropped, withdrawn, rejected or dead-lettered
 * @param code why it is not kept
 * @param operator the rule that dropped it, with its version
 * @param score what the rule measured
 * @param threshold what the score was held against
 * @param of the document it repeats or gives way to
 * @param masked number of masked spans by kind
 * @param revisions number of revisions that were read
 */
public record DocumentView(
        String collection,
        String documentId,
        String outcome,
        @Nullable ErrorCode code,
        @Nullable String operator,
        @Nullable Double score,
        @Nullable Double threshold,
        @Nullable String of,
        @Nullable String title,
        @Nullable String fileName,
        @Nullable String mediaType,
        @Nullable String producer,
        @Nullable Instant submittedAt,
        @Nullable String sha256,
        @Nullable Map<String, Integer> masked,
        int revisions) {}
