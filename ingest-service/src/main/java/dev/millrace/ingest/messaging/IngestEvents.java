package dev.millrace.ingest.messaging;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.ingest.Ingestion;
import dev.millrace.ingest.submission.Submission;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The events that tell what became of a submission. */
final class IngestEvents {
    private static final String STAGE = "ingest";
    private static final String VERSION = "ingest/1";

    private final Clock clock;
    private final int partitions;

    /** @param partitions of the document topics */
    IngestEvents(Clock clock, int partitions) {
        this.clock = clock;
        this.partitions = partitions;
    }

    List<OutgoingEvent> accepted(
            Submission.Document from,
            String mediaType,
            @Nullable String title,
            String sha256,
            ObjectRef raw,
            ObjectRef text,
            String recipeVersion) {
        DocumentIngested ingested = new DocumentIngested(
                from.document(),
                new Revision(from.submittedAt(), sha256),
                from.producer(),
                from.submissionId(),
                mediaType,
                title,
                raw,
                text,
                from.provenance(),
                recipeVersion,
                from.origin(),
                VERSION);
        DocumentReceipt.Outcome outcome = DocumentReceipt.Outcome.ACCEPTED;
        return List.of(
                OutgoingEvent.to(Topic.DOCUMENTS_INGESTED, ingested),
                receipt(from.producer(), from.document(), from.submissionId(), outcome, null));
    }

    List<OutgoingEvent> rejected(Submission.Document from, Ingestion.Refused why, @Nullable ObjectRef raw) {
        DocumentRejected rejected = new DocumentRejected(
                from.document(),
                from.producer(),
                from.submissionId(),
                why.code(),
                why.message(),
                from.submittedAt(),
                raw,
                from.origin(),
                STAGE,
                VERSION);
        DocumentReceipt.Outcome outcome = DocumentReceipt.Outcome.REJECTED;
        return List.of(
                OutgoingEvent.to(Topic.DOCUMENTS_REJECTED, rejected),
                receipt(from.producer(), from.document(), from.submissionId(), outcome, why.code()));
    }

    List<OutgoingEvent> refused(Submission.Refused from) {
        List<OutgoingEvent> out = new ArrayList<>();
        out.add(OutgoingEvent.to(
                Topic.DOCUMENTS_REJECTED,
                new DocumentRejected(
                        from.document(),
                        from.producer(),
                        from.submissionId(),
                        from.code(),
                        from.message(),
                        from.submittedAt(),
                        null,
                        from.origin(),
                        STAGE,
                        VERSION)));
        if (from.producer() != null) {
            DocumentReceipt.Outcome outcome = DocumentReceipt.Outcome.REJECTED;
            out.add(receipt(from.producer(), from.document(), from.submissionId(), outcome, from.code()));
        }
        return out;
    }

    List<OutgoingEvent> withdrawn(Submission.Withdrawal from) {
        DocumentWithdrawn withdrawn = new DocumentWithdrawn(
                from.document(), from.withdrawnAt(), from.producer(), from.submissionId(), from.origin());
        return List.of(
                OutgoingEvent.to(Topic.DOCUMENTS_INGESTED, withdrawn),
                OutgoingEvent.to(Topic.DOCUMENTS_WITHDRAWN, withdrawn));
    }

    /** The next hop has another key, so the marker goes to all of its partitions, saying which of ours it has passed. */
    List<OutgoingEvent> marker(Submission.Marker from) {
        int partition = from.origin().partition();
        return IntStream.range(0, partitions)
                .mapToObj(to -> OutgoingEvent.to(
                        Topic.DOCUMENTS_INGESTED,
                        to,
                        from.marker().tagged(partition).toPartition(to)))
                .toList();
    }

    private OutgoingEvent receipt(
            String producer,
            @Nullable DocumentId document,
            @Nullable String submissionId,
            DocumentReceipt.Outcome outcome,
            @Nullable ErrorCode code) {
        return OutgoingEvent.to(
                Topic.DOCUMENTS_RECEIPTS,
                new DocumentReceipt(
                        producer,
                        document == null ? null : document.collection(),
                        document == null ? null : document.documentId(),
                        submissionId,
                        outcome,
                        code,
                        null,
                        null,
                        clock.instant()));
    }
}
