package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Topic;
import dev.millrace.messaging.ReceivedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Dead letters: counted, and laid at the door of the document they are about when the record says which. */
final class DeadLetterRows {
    private static final String SUBMITTED = Topic.DOCUMENTS_SUBMITTED.deadLetters();

    private DeadLetterRows() {}

    static void apply(Handle db, ReceivedRecord record) {
        Optional<DocumentId> document = document(record);
        String cause = header(record, "dead-letter-cause");
        Rows.put(
                db,
                "dead_letters",
                2,
                "topic, record, code, stage, happened, collection, document_id",
                record.origin().topic(),
                record.origin().offset(),
                ErrorCodes.orInternal(cause == null ? "" : cause).name(),
                header(record, "dead-letter-stage"),
                Fact.micros(record.timestamp()),
                document.map(DocumentId::collection).orElse(null),
                document.map(DocumentId::documentId).orElse(null));
        document.ifPresent(id -> DocumentRows.refresh(db, id));
    }

    private static Optional<DocumentId> document(ReceivedRecord record) {
        String topic = record.origin().topic();
        if (!topic.startsWith("documents.")) {
            return Optional.empty();
        }
        try {
            return topic.equals(SUBMITTED) ? named(record) : Optional.of(DocumentId.ofKey(record.keyText()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<DocumentId> named(ReceivedRecord record) {
        String collection = header(record, "ce_collection");
        String subject = header(record, "ce_subject");
        return collection == null || subject == null
                ? Optional.empty()
                : Optional.of(new DocumentId(collection, subject));
    }

    private static @Nullable String header(ReceivedRecord record, String name) {
        byte[] value = record.headers().get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
