package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.CollectionRecorded;
import org.jdbi.v3.core.Handle;

/** Recipes: every version, and which one is current. */
final class CollectionProjection implements Projection<CollectionRecorded> {
    @Override
    public Class<CollectionRecorded> type() {
        return CollectionRecorded.class;
    }

    @Override
    public void apply(Handle db, Fact<CollectionRecorded> fact) {
        CollectionRecorded recorded = fact.event();
        String json = Rows.json(recorded);
        if (recorded.current()) {
            Rows.put(
                    db, "collections", 1, "name, version, event_json", recorded.collection(), recorded.version(), json);
        } else {
            Rows.put(
                    db,
                    "collection_versions",
                    2,
                    "name, version, event_json",
                    recorded.collection(),
                    recorded.version(),
                    json);
        }
    }
}
