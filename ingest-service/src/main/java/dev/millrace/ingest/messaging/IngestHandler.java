package dev.millrace.ingest.messaging;

import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.text.StructuredText;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.Ingestion;
import dev.millrace.ingest.submission.Submission;
import dev.millrace.ingest.submission.SubmissionDecoder;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.messaging.KnownRecipes;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.util.ArrayList;
import java.util.List;

/** One batch of submissions: decoded, fetched, extracted, packed into one segment of bytes and one of texts, and told. */
public final class IngestHandler implements BatchHandler {
    public static final String CHANNEL = "submissions";

    private static final String STAGE = "ingest." + CHANNEL;

    private final SubmissionDecoder decoder;
    private final IngestStep step;
    private final KnownRecipes recipes;
    private final References references;
    private final ObjectStore store;
    private final StorageLimits limits;
    private final Workers workers;
    private final IngestEvents events;

    IngestHandler(
            IngestStep step,
            KnownRecipes recipes,
            References references,
            ObjectStore store,
            StorageLimits limits,
            Workers workers,
            SubmissionDecoder decoder,
            IngestEvents events) {
        this.step = step;
        this.recipes = recipes;
        this.references = references;
        this.store = store;
        this.limits = limits;
        this.workers = workers;
        this.decoder = decoder;
        this.events = events;
    }

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        List<Submission> submissions = batch.stream().map(decoder::decode).toList();
        catchUpOnce(submissions);
        SegmentWriter raw = new SegmentWriter(store, "raw", "ingest", limits);
        SegmentWriter text = new SegmentWriter(store, "text", "ingest", limits);
        Extraction extraction = new Extraction(step, recipes, references, raw, text);
        List<Packed> packed = new ArrayList<>(batch.size());
        workers.forEach(
                submissions,
                IngestHandler::size,
                extraction::of,
                Extraction::tooLate,
                made -> packed.add(pack(made, raw, text)));
        CrashPoints.reach(STAGE, "before-object-put");
        List<ObjectRef> rawRefs = raw.finish();
        CrashPoints.reach(STAGE, "between-object-puts");
        List<ObjectRef> textRefs = text.finish();
        CrashPoints.reach(STAGE, "after-object-put");
        List<OutgoingEvent> out = new ArrayList<>(2 * batch.size());
        packed.forEach(each -> out.addAll(each.tell(rawRefs, textRefs)));
        return out;
    }

    /** However many records name collections we have not heard of, their topic is read to its end once. */
    private void catchUpOnce(List<Submission> submissions) {
        boolean unknown = submissions.stream()
                .anyMatch(submission -> submission instanceof Submission.Document document
                        && recipes.known(document.document().collection()).isEmpty());
        if (unknown) {
            recipes.catchUp();
        }
    }

    /** What is fetched may be as large as a document can be. */
    private static int size(Submission submission) {
        return switch (submission) {
            case Submission.Document document ->
                switch (document.content()) {
                    case Submission.Content.Bytes(byte[] bytes) -> bytes.length;
                    case Submission.Content.Reference reference -> Integer.MAX_VALUE;
                };
            case Submission.Withdrawal withdrawal -> 0;
            case Submission.Marker marker -> 0;
            case Submission.Refused refused -> 0;
        };
    }

    /** Something whose bytes lie in the segments, by position. */
    private interface Packed {
        List<OutgoingEvent> tell(List<ObjectRef> raw, List<ObjectRef> text);
    }

    private Packed pack(Extraction.Made made, SegmentWriter raw, SegmentWriter text) {
        return switch (made) {
            case Extraction.Made.Passed(Submission submission) -> (rawRefs, textRefs) -> tell(submission);
            case Extraction.Made.Accepted accepted -> {
                String key = accepted.document().document().key();
                int rawAt = raw.append(key, accepted.raw());
                SegmentWriter.Prepared found = accepted.text();
                int textAt = found == null ? -1 : text.append(key, found);
                yield (rawRefs, textRefs) -> events.accepted(
                        accepted.document(),
                        accepted.mediaType(),
                        accepted.title(),
                        accepted.raw().sha256(),
                        rawRefs.get(rawAt),
                        textAt < 0 ? rawRefs.get(rawAt).readAs(StructuredText.PLAIN) : textRefs.get(textAt),
                        accepted.recipeVersion());
            }
            case Extraction.Made.Rejected(Submission.Document document, Ingestion.Refused why, var kept)
            when kept != null -> {
                int rawAt = raw.append(document.document().key(), kept);
                yield (rawRefs, textRefs) -> events.rejected(document, why, rawRefs.get(rawAt));
            }
            case Extraction.Made.Rejected(Submission.Document document, Ingestion.Refused why, var nothing) ->
                (rawRefs, textRefs) -> events.rejected(document, why, null);
        };
    }

    private List<OutgoingEvent> tell(Submission submission) {
        return switch (submission) {
            case Submission.Marker marker -> events.marker(marker);
            case Submission.Withdrawal withdrawal -> events.withdrawn(withdrawal);
            case Submission.Refused refused -> events.refused(refused);
            case Submission.Document document -> throw new IllegalStateException("a document has an outcome");
        };
    }
}
