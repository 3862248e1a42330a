package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.EventType;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Whatever is said of a document becomes part of its history, from which its present follows. */
final class DocumentProjection<E extends Event> implements Projection<E> {
    private final Class<E> type;
    private final Function<E, @Nullable DocumentId> document;

    DocumentProjection(Class<E> type, Function<E, @Nullable DocumentId> document) {
        this.type = type;
        this.document = document;
    }

    @Override
    public Class<E> type() {
        return type;
    }

    @Override
    public void apply(Handle db, Fact<E> fact) {
        DocumentId id = document.apply(fact.event());
        if (id == null) {
            return;
        }
        Rows.put(
                db,
                "document_facts",
                3,
                "topic, part, record, collection, document_id, type, happened, event_json",
                fact.origin().topic(),
                fact.origin().partition(),
                fact.origin().offset(),
                id.collection(),
                id.documentId(),
                EventType.of(fact.event()).wireName(),
                fact.micros(),
                Rows.json(fact.event()));
        DocumentRows.refresh(db, id);
    }
}
