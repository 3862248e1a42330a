package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.event.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A document's present as a function of the set of facts about it, whatever order they came in: the latest decision counts; before the
 * first, the document is pending, dead-lettered or rejected.
 */
final class DocumentState {
    private final DocumentId id;
    private final List<Event> facts;

    DocumentState(DocumentId id, List<Event> facts) {
        this.id = id;
        this.facts = facts;
    }

    /** @param deadLetter code of a dead letter about the document, when there is one */
    DocumentView view(@Nullable ErrorCode deadLetter) {
        Optional<DocumentDecided> decided =
                all(DocumentDecided.class).max(Comparator.comparingLong(DocumentDecided::sequence));
        if (decided.isPresent() && !rejectedSince(decided.get())) {
            return decided(decided.get());
        }
        if (deadLetter != null) {
            return bare("dead-lettered", deadLetter);
        }
        return latestRejection()
                .filter(rejected -> latestIngested().isEmpty() || decided.isPresent())
                .map(rejected -> rejected(rejected))
                .orElseGet(() -> bare("pending", null));
    }

    /** After a withdrawal a later submission may have been rejected: then that is the latest fact. */
    private boolean rejectedSince(DocumentDecided decided) {
        return decided.decision() instanceof Decision.Withdrawn withdrawn
                && latestRejection()
                        .map(DocumentRejected::submittedAt)
                        .filter(at -> at.isAfter(withdrawn.withdrawnAt()))
                        .isPresent();
    }

    private DocumentView decided(DocumentDecided decided) {
        return switch (decided.decision()) {
            case Decision.Kept kept -> view("kept", null, null, kept.title(), decided, kept.masked());
            case Decision.Dropped dropped ->
                view("dropped", dropped.reason().code(), dropped.reason(), title(), decided, null);
            case Decision.Withdrawn withdrawn -> view("withdrawn", null, null, null, decided, null);
        };
    }

    private DocumentView view(
            String outcome,
            @Nullable ErrorCode code,
            @Nullable DropReason reason,
            @Nullable String title,
            DocumentDecided decided,
            @Nullable Map<String, Integer> masked) {
        Revision revision = decided.revision();
        return new DocumentView(
                id.collection(),
                id.documentId(),
                outcome,
                code,
                reason == null ? null : reason.operator(),
                reason == null ? null : reason.score(),
                reason == null ? null : reason.threshold(),
                reason == null ? null : reason.of(),
                title,
                fileName(decided.provenance()),
                decided.mediaType(),
                decided.producer(),
                revision == null ? null : revision.submittedAt(),
                revision == null ? null : revision.sha256(),
                masked,
                revisions());
    }

    private DocumentView rejected(DocumentRejected rejected) {
        return bare("rejected", rejected.code(), rejected.producer(), rejected.submittedAt());
    }

    private DocumentView bare(String outcome, @Nullable ErrorCode code) {
        Optional<DocumentIngested> ingested = latestIngested();
        return bare(
                outcome,
                code,
                ingested.map(DocumentIngested::producer).orElse(null),
                ingested.map(each -> each.revision().submittedAt()).orElse(null));
    }

    private DocumentView bare(
            String outcome, @Nullable ErrorCode code, @Nullable String producer, @Nullable Instant submittedAt) {
        Optional<DocumentIngested> ingested = latestIngested();
        return new DocumentView(
                id.collection(),
                id.documentId(),
                outcome,
                code,
                null,
                null,
                null,
                null,
                title(),
                ingested.map(each -> fileName(each.provenance())).orElse(null),
                ingested.map(DocumentIngested::mediaType).orElse(null),
                producer,
                submittedAt,
                ingested.map(each -> each.revision().sha256()).orElse(null),
                null,
                revisions());
    }

    private @Nullable String title() {
        return latestIngested().map(DocumentIngested::title).orElse(null);
    }

    private static @Nullable String fileName(@Nullable Provenance provenance) {
        return provenance == null ? null : provenance.fileName();
    }

    private int revisions() {
        return (int) all(DocumentIngested.class)
                .map(each -> each.revision().sha256())
                .distinct()
                .count();
    }

    private Optional<DocumentIngested> latestIngested() {
        return all(DocumentIngested.class).max(Comparator.comparing(DocumentIngested::revision));
    }

    private Optional<DocumentRejected> latestRejection() {
        Comparator<DocumentRejected> byTime = Comparator.comparing(
                DocumentRejected::submittedAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()));
        return all(DocumentRejected.class)
                .max(byTime.thenComparingInt(each -> each.origin().partition())
                        .thenComparingLong(each -> each.origin().offset()));
    }

    private <E extends Event> Stream<E> all(Class<E> type) {
        return facts.stream().filter(type::isInstance).map(type::cast);
    }
}
