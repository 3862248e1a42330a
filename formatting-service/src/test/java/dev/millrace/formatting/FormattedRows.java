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
import org.jspecify.annotations.Nullable;

/** Rows of the table as they come out of the first stage. */
public final class FormattedRows {
    private final String collection;
    private final String id;
    private long sequence = 1;
    private int examples = 1;
    private boolean perExample;
    private String family;

    private FormattedRows(String collection, String id) {
        this.collection = collection;
        this.id = id;
        this.family = "family of " + id;
    }

    /** A kept document with one example. */
    public static FormattedRows of(String collection, String id) {
        return new FormattedRows(collection, id);
    }

    public static DocumentFormatted kept(
            String collection, String id, long sequence, int examples, boolean perExample) {
        FormattedRows row = of(collection, id).sequence(sequence).examples(examples);
        row.perExample = perExample;
        return row.build();
    }

    public static DocumentFormatted ofFamily(String collection, String id, String family) {
        FormattedRows row = of(collection, id);
        row.family = family;
        return row.build();
    }

    public FormattedRows sequence(long value) {
        sequence = value;
        return this;
    }

    public FormattedRows examples(int value) {
        examples = value;
        return this;
    }

    public DocumentFormatted build() {
        return build(null);
    }

    /** A document of rows whose keys are known. */
    public DocumentFormatted build(@Nullable ObjectRef splitKeys) {
        return new DocumentFormatted(
                new DocumentId(collection, id),
                new Revision(Instant.EPOCH, Hashes.sha256("raw " + id)),
                sequence,
                true,
                examples == 0 ? null : ref("examples/" + id),
                examples,
                examples == 0 ? ErrorCode.NO_EXAMPLE : null,
                Hashes.sha256("text " + id),
                family,
                Hashes.sha256("recipe"),
                perExample || splitKeys != null,
                "producer",
                "s-" + id,
                null,
                null,
                splitKeys);
    }

    public static ObjectRef ref(String key) {
        return new ObjectRef("bucket", key, 0, 10, Encoding.ZSTD, Hashes.sha256(key), "application/x-ndjson");
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
                kinds,
                row.splitKeys());
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
