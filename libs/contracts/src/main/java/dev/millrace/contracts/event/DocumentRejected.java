package dev.millrace.contracts.event;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A submission that cannot become a document, by its own fault.
 *
 * @param document null when the record has no readable identity; it then counts by its origin
 * @param raw the stored evidence, when the bytes could be stored
 */
public record DocumentRejected(
        @Nullable DocumentId document,
        @Nullable String producer,
        @Nullable String submissionId,
        ErrorCode code,
        String message,
        @Nullable Instant submittedAt,
        @Nullable ObjectRef raw,
        Origin origin,
        String stage,
        String stageVersion)
        implements Event {
    @Override
    public String key() {
        return document != null ? document.key() : origin.topic() + "@" + origin.partition() + "@" + origin.offset();
    }
}
