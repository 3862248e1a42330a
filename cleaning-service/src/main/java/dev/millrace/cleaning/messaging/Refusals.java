package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.CleaningStep;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.OutgoingEvent;
import java.time.Instant;
import java.util.List;

/** What is said of a document that goes against its collection's policy. */
final class Refusals {
    private static final String STAGE = "cleaning";

    private Refusals() {}

    static List<OutgoingEvent> of(DocumentIngested document, String kind, Instant at) {
        DocumentRejected rejected = new DocumentRejected(
                document.document(),
                document.producer(),
                document.submissionId(),
                ErrorCode.PERSONAL_DATA_REFUSED,
                "the document holds personal data of the kind " + kind,
                document.revision().submittedAt(),
                document.raw(),
                document.origin(),
                STAGE,
                CleaningStep.VERSION);
        DocumentReceipt receipt = new DocumentReceipt(
                document.producer(),
                document.document().collection(),
                document.document().documentId(),
                document.submissionId(),
                DocumentReceipt.Outcome.REJECTED,
                ErrorCode.PERSONAL_DATA_REFUSED,
                null,
                null,
                at);
        return List.of(
                OutgoingEvent.to(Topic.DOCUMENTS_REJECTED, rejected),
                OutgoingEvent.to(Topic.DOCUMENTS_RECEIPTS, receipt));
    }
}
