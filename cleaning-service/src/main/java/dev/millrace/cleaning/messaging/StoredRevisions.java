package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.RevisionStore;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.DocumentFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Revisions in a state store, one entry each. */
final class StoredRevisions implements RevisionStore {
    private final KeyValueStore<Bytes, byte[]> store;

    StoredRevisions(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public List<Revision> list(DocumentId document) {
        Bytes first = StoreKeys.revisions(document);
        List<Revision> revisions = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(first, StoreKeys.behind(first))) {
            entries.forEachRemaining(entry -> revisions.add(StoreKeys.revisionOf(entry.key)));
        }
        return revisions;
    }

    @Override
    public @Nullable DocumentFeatures find(DocumentId document, Revision revision) {
        byte[] stored = store.get(StoreKeys.revision(document, revision));
        return stored == null ? null : Json.read(stored, DocumentFeatures.class);
    }

    @Override
    public void put(DocumentFeatures features) {
        store.put(
                StoreKeys.revision(
                        features.ingested().document(), features.ingested().revision()),
                Json.write(features));
    }

    @Override
    public void remove(DocumentId document, Revision revision) {
        store.delete(StoreKeys.revision(document, revision));
    }
}
