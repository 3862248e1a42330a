package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Revision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which examples a document has now: the row of the table that datasets are sealed from.
 *
 * @param examples one {@link dev.millrace.contracts.text.Example} a line; null when the document has none (dropped, withdrawn, or empty)
 * @param count number of examples
 * @param without why a kept document has no example
 * @param sequence of the decision this row follows from
 * @param perExample true when each example has its own place in the split, as rows have
 * @param producer and {@code submissionId} tell whom to send receipts to
 * @param rejectedRows null when an example could be made of every row
 * @param kinds number of examples by kind (text, preference, unpaired); null when all are text
 * @param splitKeys the examples' {@link dev.millrace.contracts.text.Example#splitKey()}, one a line, as a JSON string; null when they share
 *     the family, and in rows from before rows were known by their content
 */
public record DocumentFormatted(
        DocumentId document,
        @Nullable Revision revision,
        long sequence,
        boolean kept,
        @Nullable ObjectRef examples,
        int count,
        @Nullable ErrorCode without,
        @Nullable String textSha256,
        @Nullable String family,
        @Nullable String recipeVersion,
        @Nullable Boolean perExample,
        @Nullable String producer,
        @Nullable String submissionId,
        @Nullable RejectedRows rejectedRows,
        @Nullable Map<String, Long> kinds,
        @Nullable ObjectRef splitKeys)
        implements Event {
    public static final String SPLIT_KEYS = "application/vnd.millrace.split-keys+jsonl";

    public DocumentFormatted {
        kinds = kinds == null ? null : Map.copyOf(kinds);
        Check.that(count >= 0 && (count > 0) == (examples != null), "a document with examples has a reference to them");
    }

    /** With no other examples than text, which share the family. */
    public DocumentFormatted(
            DocumentId document,
            @Nullable Revision revision,
            long sequence,
            boolean kept,
            @Nullable ObjectRef examples,
            int count,
            @Nullable ErrorCode without,
            @Nullable String textSha256,
            @Nullable String family,
            @Nullable String recipeVersion,
            @Nullable Boolean perExample,
            @Nullable String producer,
            @Nullable String submissionId,
            @Nullable RejectedRows rejectedRows) {
        this(
                document,
                revision,
                sequence,
                kept,
                examples,
                count,
                without,
                textSha256,
                family,
                recipeVersion,
                perExample,
                producer,
                submissionId,
                rejectedRows,
                null,
                null);
    }

    @Override
    public String key() {
        return document.key();
    }
}
