package dev.millrace.formatting.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.Row;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decisions as cleaning sends them, their texts in the store. */
public final class Decisions {
    private final ObjectStore store;

    public Decisions(ObjectStore store) {
        this.store = store;
    }

    public DocumentDecided kept(String collection, String id, long sequence, String text) {
        Block paragraph = new Block(BlockKind.PARAGRAPH, text, 0, null, null);
        return kept(collection, id, sequence, new CleanText(null, List.of(paragraph), List.of(), List.of(), Map.of()));
    }

    /** A document of rows from line 1 on; single quotes stand for double ones. */
    public DocumentDecided rows(String collection, String id, long sequence, String... rows) {
        List<Row> read = new ArrayList<>();
        for (String row : rows) {
            try {
                read.add(new Row(read.size() + 1, Json.mapper().readTree(row.replace('\'', '"'))));
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(e);
            }
        }
        return kept(collection, id, sequence, new CleanText(null, List.of(), read, List.of(), Map.of()));
    }

    private DocumentDecided kept(String collection, String id, long sequence, CleanText text) {
        byte[] bytes = Json.write(text);
        ObjectRef clean = write(id, bytes);
        String family = collection + "/" + id;
        return decided(
                collection, id, sequence, new Decision.Kept(clean, Hashes.sha256(bytes), family, null, Map.of()));
    }

    private ObjectRef write(String id, byte[] bytes) {
        SegmentWriter segment = new SegmentWriter(store, "clean", "test", StorageLimits.defaults());
        segment.append(id, bytes, CleanText.MEDIA_TYPE);
        return segment.finish().getFirst();
    }

    public DocumentDecided dropped(String collection, String id, long sequence) {
        DropReason reason = new DropReason(ErrorCode.DUPLICATE_EXACT, "exact/1", null, null, null);
        return decided(collection, id, sequence, new Decision.Dropped(write(id, new byte[] {'{', '}'}), reason));
    }

    public DocumentDecided withdrawn(String collection, String id, long sequence) {
        return decided(collection, id, sequence, new Decision.Withdrawn(Instant.EPOCH));
    }

    private static DocumentDecided decided(String collection, String id, long sequence, Decision decision) {
        return new DocumentDecided(
                new DocumentId(collection, id),
                new Revision(Instant.EPOCH, Hashes.sha256(id)),
                sequence,
                decision,
                "producer",
                "s-" + id,
                null,
                null,
                null,
                Recipe.defaults().version(),
                new Origin("documents.submitted", 0, 0),
                "cleaning/1");
    }
}
