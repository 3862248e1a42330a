package dev.millrace.cleaning.decision;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentReceipt.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What producers are told. */
final class Receipts {
    private Receipts() {}

    static List<DocumentReceipt> of(DocumentDecided decided, Instant at) {
        return switch (decided.decision()) {
            case Decision.Kept kept ->
                kept.masked().isEmpty()
                        ? List.of(receipt(decided, Outcome.KEPT, null, null, at))
                        : List.of(
                                receipt(decided, Outcome.KEPT, null, null, at),
                                receipt(decided, Outcome.MASKED, null, null, at));
            case Decision.Dropped dropped ->
                List.of(receipt(
                        decided,
                        Outcome.DROPPED,
                        dropped.reason().code(),
                        dropped.reason().of() == null
                                ? null
                                : DocumentId.ofKey(dropped.reason().of()).documentId(),
                        at));
            case Decision.Withdrawn withdrawn -> List.of(receipt(decided, Outcome.WITHDRAWN, null, null, at));
        };
    }

    /** For a submission that comes after its withdrawal. */
    static DocumentReceipt takenBack(DocumentIngested ingested, Instant at) {
        return new DocumentReceipt(
                ingested.producer(),
                ingested.document().collection(),
                ingested.document().documentId(),
                ingested.submissionId(),
                Outcome.WITHDRAWN,
                ErrorCode.WITHDRAWN,
                null,
                null,
                at);
    }

    private static DocumentReceipt receipt(
            DocumentDecided decided, Outcome outcome, @Nullable ErrorCode code, @Nullable String of, Instant at) {
        return new DocumentReceipt(
                decided.producer(),
                decided.document().collection(),
                decided.document().documentId(),
                decided.submissionId(),
                outcome,
                code,
                of,
                null,
                at);
    }
}
