package dev.millrace.formatting;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.DocumentFormatted;
import java.time.Instant;
import java.util.Map;

/** Rows of the table as they come out of the first stage. */
public final class FormattedRows {
    private FormattedRows() {}

    public static DocumentFormatted kept(
            String collection, String id, long sequence, int examples, boolean perExample) {
        ObjectRef ref = new ObjectRef(
                "bucket", "examples/" + id, 0, 10, Encoding.ZSTD, Hashes.sha256(id), "application/x-ndjson");
        return row(collection, id, sequence, examples == 0 ? null : ref, examples, perExample, "family of " + id);
    }

    public static DocumentFormatted ofFamily(String collection, String id, String family) {
        DocumentFormatted kept = kept(collection, id, 1, 1, false);
        return row(collection, id, 1, kept.examples(), 1, false, family);
    }

    private static DocumentFormatted row(
            String collection,
            String id,
            long sequence,
            @org.jspecify.annotations.Nullable ObjectRef examples,
            int count,
            boolean perExample,
            String family) {
        return new DocumentFormatted(
                new DocumentId(collection, id),
                new Revision(Instant.EPOCH, Hashes.sha256("raw " + id)),
                sequence,
                true,
                examples,
                count,
                examples == null ? ErrorCode.NO_EXAMPLE : null,
                Hashes.sha256("text " + id),
                family,
                Hashes.sha256("recipe"),
                perExample,
                "producer",
                "s-" + id,
                null);
    }

    /** The same with examples of these kinds. */
    public static DocumentFormatted ofKinds(DocumentFormatted row, Map<String, Long> kinds) {
        return new DocumentFormatted(
                row.document(),
                row.revision(),
                row.sequence(),
                row.kept(),
                row.examples(),
                row.count(),
                row.without(),
                row.textSha256(),
                row.family(),
                row.recipeVersion(),
                row.perExample(),
                row.producer(),
                row.submissionId(),
                row.rejectedRows(),
                kinds);
    }

    /** Dropped or withdrawn. */
    public static DocumentFormatted gone(String collection, String id, long sequence) {
        return new DocumentFormatted(
                new DocumentId(collection, id),
                null,
                sequence,
                false,
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                "producer",
                "s-" + id,
                null);
    }
}
