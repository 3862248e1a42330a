package dev.millrace.ingest.submission;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.event.SubmittedReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one record of the public topic asks for. */
public sealed interface Submission {
    Origin origin();

    /**
     * A document.
     *
     * @param declaredType what the producer takes it for: a hint
     */
    record Document(
            Origin origin,
            DocumentId document,
            Instant submittedAt,
            String producer,
            String submissionId,
            @Nullable String declaredType,
            Provenance provenance,
            Content content)
            implements Submission {}

    /** The document is taken back. */
    record Withdrawal(Origin origin, DocumentId document, Instant withdrawnAt, String producer, String submissionId)
            implements Submission {}

    /** One of our own markers passes by. */
    record Marker(Origin origin, PipelineMarker marker) implements Submission {}

    /** A record that cannot be read, with as much of its identity as could be. */
    record Refused(
            Origin origin,
            ErrorCode code,
            String message,
            @Nullable DocumentId document,
            @Nullable String producer,
            @Nullable String submissionId,
            @Nullable Instant submittedAt)
            implements Submission {}

    /** Where a document's bytes are. */
    sealed interface Content {
        record Bytes(byte[] bytes) implements Content {}

        record Reference(SubmittedReference reference) implements Content {}
    }
}
