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
        Instant at)
        implements Event {
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
