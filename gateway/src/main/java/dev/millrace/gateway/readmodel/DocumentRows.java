package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.EventType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A document's history and the row of its present. */
final class DocumentRows {
    private DocumentRows() {}

    static void refresh(Handle db, DocumentId id) {
        List<Event> facts = history(db, id).stream().map(HistoryEntry::event).toList();
        DocumentView view = new DocumentState(id, facts).view(deadLetter(db, id));
        ErrorCode code = view.code();
        Rows.put(
                db,
                "documents",
                2,
                "collection, document_id, outcome, code, view_json",
                id.collection(),
                id.documentId(),
                view.outcome(),
                code == null ? null : code.name(),
                Rows.json(view));
    }

    static List<HistoryEntry> history(Handle db, DocumentId id) {
        return db.createQuery("SELECT topic, part, record, type, happened, event_json FROM document_facts"
                        + " WHERE collection = ? AND document_id = ? ORDER BY happened, topic, part, record")
                .bind(0, id.collection())
                .bind(1, id.documentId())
                .map((row, context) -> entry(
                        row.getString(4),
                        Instant.EPOCH.plus(row.getLong(5), ChronoUnit.MICROS),
                        new Origin(row.getString(1), row.getInt(2), row.getLong(3)),
                        row.getString(6)))
                .list();
    }

    private static HistoryEntry entry(String type, Instant at, Origin origin, String json) {
        EventType known =
                EventType.byName(type).orElseThrow(() -> new IllegalStateException("the row's type is one of ours"));
        return new HistoryEntry(type, at, origin, Rows.read(json, known.dataClass()));
    }

    private static @org.jspecify.annotations.Nullable ErrorCode deadLetter(Handle db, DocumentId id) {
        return db.createQuery("SELECT code FROM dead_letters WHERE collection = ? AND document_id = ?"
                        + " ORDER BY happened DESC, topic DESC, record DESC")
                .bind(0, id.collection())
                .bind(1, id.documentId())
                .mapTo(String.class)
                .findFirst()
                .map(ErrorCodes::orInternal)
                .orElse(null);
    }
}
