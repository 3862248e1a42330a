package dev.millrace.formatting.tokens;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.Message;
import dev.millrace.contracts.text.Preference;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sealed dataset in a store, of whatever documents a test puts into it. */
final class SealedDataset {
    static final String COLLECTION = "c";

    private final ObjectStore store;
    private final List<DatasetRow> rows = new ArrayList<>();

    SealedDataset(ObjectStore store) {
        this.store = store;
    }

    /** A document with one example a text. */
    SealedDataset texts(String id, String... texts) {
        List<Example> examples = new ArrayList<>();
        for (String text : texts) {
            examples.add(new Example(new DocumentId(COLLECTION, id), examples.size(), id, text, List.of()));
        }
        return add(id, examples);
    }

    SealedDataset conversation(String id, Message... turns) {
        return add(id, List.of(new Example(new DocumentId(COLLECTION, id), 0, id, null, List.of(turns))));
    }

    SealedDataset preferences(String id, Preference... preferences) {
        List<Example> examples = new ArrayList<>();
        for (Preference each : preferences) {
            examples.add(Example.of(new DocumentId(COLLECTION, id), examples.size(), id, each));
        }
        return add(id, examples);
    }

    SealedDataset labelled(String id, String text, String label) {
        return add(id, List.of(Example.labelled(new DocumentId(COLLECTION, id), 0, id, text, label)));
    }

    SealedDataset related(String id, String... texts) {
        return add(id, List.of(Example.related(new DocumentId(COLLECTION, id), 0, id, List.of(texts))));
    }

    SealedDataset withoutExample(String id) {
        return row(id, 0, null);
    }

    private SealedDataset add(String id, List<Example> examples) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        examples.forEach(example -> {
            lines.writeBytes(Json.write(example));
            lines.write('\n');
        });
        return row(id, examples.size(), write("examples", lines.toByteArray()));
    }

    private SealedDataset row(String id, int count, @org.jspecify.annotations.Nullable ObjectRef examples) {
        rows.add(new DatasetRow(
                id,
                new Revision(Instant.EPOCH, Hashes.sha256(id)),
                Hashes.sha256(id),
                id,
                Hashes.sha256("recipe"),
                "any",
                count,
                examples,
                null,
                null,
                null));
        return this;
    }

    private ObjectRef write(String kind, byte[] bytes) {
        SegmentWriter segment = new SegmentWriter(store, kind, "test", StorageLimits.defaults());
        segment.append("test", bytes, "application/x-ndjson");
        return segment.finish().getFirst();
    }

    /**
     * @param testBelow keys with a lower hash are in the test split
     * @param validationBelow of the others those with a lower one in the validation split
     */
    DatasetManifest manifest(String testBelow, String validationBelow) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        rows.forEach(row -> {
            lines.writeBytes(Json.write(row));
            lines.write('\n');
        });
        return new DatasetManifest(
                COLLECTION,
                "v1",
                Hashes.sha256("digest"),
                Hashes.sha256("recipe"),
                Hashes.sha256("template"),
                testBelow,
                validationBelow,
                Map.of(),
                write("datasets", lines.toByteArray()),
                Map.of(),
                Map.of(),
                Map.of());
    }

    /** Everything is in the training split. */
    DatasetManifest manifest() {
        return manifest("0000000000000000", "0000000000000000");
    }

    ExampleSource source(DatasetManifest manifest) {
        return new ExampleSource(new ObjectReader(store, StorageLimits.defaults()), manifest);
    }
}
