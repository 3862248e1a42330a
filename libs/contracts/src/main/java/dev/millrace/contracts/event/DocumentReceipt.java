package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contracts.ErrorCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells a producer what became of a document.
 *
 * @param producer the source the document came with: the record's key
 * @param of the document this one repeats
 * @param rejectedRows with {@code kept}: the rows of the document that no example could be made of; {@code code} then says why, or that the
 *     document gives no example at all
 */
public record DocumentReceipt(
        String producer,
        @Nullable String collection,
        @Nullable String documentId,
        @Nullable String submissionId,
        Outcome outcome,
        @Nullable ErrorCode code,
        @Nullable String of,
        @Nullable String datasetVersion,
        Instant at,
        @Nullable RejectedRows rejectedRows)
        implements Event {

    /** A receipt about the document as a whole. */
    public DocumentReceipt(
            String producer,
            @Nullable String collection,
            @Nullable String documentId,
            @Nullable String submissionId,
            Outcome outcome,
            @Nullable ErrorCode code,
            @Nullable String of,
            @Nullable String datasetVersion,
            Instant at) {
        this(producer, collection, documentId, submissionId, outcome, code, of, datasetVersion, at, null);
    }

    /** What a receipt can say. */
    public enum Outcome {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("rejected")
        REJECTED,
        @JsonProperty("kept")
        KEPT,
        @JsonProperty("dropped")
        DROPPED,
        @JsonProperty("masked")
        MASKED,
        @JsonProperty("in-dataset")
        IN_DATASET,
        @JsonProperty("cited")
        CITED,
        @JsonProperty("withdrawn")
        WITHDRAWN
    }

    @Override
    public String key() {
        return producer;
    }
}
