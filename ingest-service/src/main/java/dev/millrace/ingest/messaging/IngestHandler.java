package dev.millrace.ingest.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.StructuredText;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.Ingestion;
import dev.millrace.ingest.submission.Submission;
import dev.millrace.ingest.submission.SubmissionDecoder;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.Recipes;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One batch of submissions: decoded, fetched, extracted, packed into one segment of bytes and one of texts, and told. */
public final class IngestHandler implements BatchHandler {
    public static final String CHANNEL = "submissions";

    private static final String STAGE = "ingest." + CHANNEL;
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final SubmissionDecoder decoder;
    private final IngestStep step;
    private final Recipes recipes;
    private final References references;
    private final ObjectStore store;
    private final StorageLimits limits;
    private final Workers workers;
    private final IngestEvents events;

    IngestHandler(
            IngestStep step,
            Recipes recipes,
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

    /** A submission with its bytes and what was made of them; bytes are null for what never had any. */
    private record Item(
            Submission submission,
            byte @Nullable [] bytes,
            @Nullable Recipe recipe,
            @Nullable Ingestion ingestion) {}

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        List<Submission> submissions = batch.stream().map(decoder::decode).toList();
        catchUpOnce(submissions);
        SegmentWriter raw = new SegmentWriter(store, "raw", "ingest", limits);
        SegmentWriter text = new SegmentWriter(store, "text", "ingest", limits);
        List<Packed> packed = new ArrayList<>();
        workers.forEach(submissions, this::work, IngestHandler::tooLate, item -> packed.add(pack(item, raw, text)));
        CrashPoints.reach(STAGE, "before-object-put");
        var rawRefs = raw.finish();
        CrashPoints.reach(STAGE, "between-object-puts");
        var textRefs = text.finish();
        CrashPoints.reach(STAGE, "after-object-put");
        List<OutgoingEvent> out = new ArrayList<>();
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

    private Item work(Submission submission) {
        if (!(submission instanceof Submission.Document document)) {
            return new Item(submission, null, null, null);
        }
        byte[] bytes = null;
        try {
            Optional<Recipe> recipe = recipes.known(document.document().collection());
            bytes = bytes(document);
            if (recipe.isEmpty()) {
                return refused(document, bytes, ErrorCode.COLLECTION_UNKNOWN, "no collection has this name");
            }
            Ingestion made = step.ingest(
                    bytes,
                    document.provenance(),
                    document.declaredType(),
                    recipe.get().policy());
            return new Item(document, bytes, recipe.get(), made);
        } catch (MillraceException e) {
            if (e.kind() != ErrorKind.INPUT) {
                throw e;
            }
            return refused(document, bytes, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private byte[] bytes(Submission.Document document) {
        return switch (document.content()) {
            case Submission.Content.Bytes(byte[] bytes) -> bytes;
            case Submission.Content.Reference(var reference) -> references.fetch(reference);
        };
    }

    private static Item refused(Submission submission, byte @Nullable [] bytes, ErrorCode code, String message) {
        return new Item(submission, bytes, null, new Ingestion.Refused(code, message));
    }

    private static Item tooLate(Submission submission) {
        return refused(submission, null, ErrorCode.EXTRACTION_LIMIT, "the document takes too long to extract");
    }

    /** An item whose bytes lie in the segments, by position. */
    private interface Packed {
        List<OutgoingEvent> tell(
                List<dev.millrace.contracts.ObjectRef> raw, List<dev.millrace.contracts.ObjectRef> text);
    }

    private Packed pack(Item item, SegmentWriter raw, SegmentWriter text) {
        return switch (item.submission()) {
            case Submission.Marker marker -> (rawRefs, textRefs) -> events.marker(marker);
            case Submission.Withdrawal withdrawal -> (rawRefs, textRefs) -> events.withdrawn(withdrawal);
            case Submission.Refused refused -> (rawRefs, textRefs) -> events.refused(refused);
            case Submission.Document document -> packDocument(document, item, raw, text);
        };
    }

    private Packed packDocument(Submission.Document document, Item item, SegmentWriter raw, SegmentWriter text) {
        byte[] bytes = item.bytes();
        String key = document.document().key();
        return switch (item.ingestion()) {
            case Ingestion.Accepted(String mediaType, StructuredText found)
            when bytes != null && item.recipe() != null -> {
                int rawAt = raw.append(key, bytes, mediaType);
                int textAt = text.append(key, Json.write(found), StructuredText.MEDIA_TYPE);
                String sha256 = Hashes.sha256(bytes);
                String version = item.recipe().version();
                yield (rawRefs, textRefs) -> events.accepted(
                        document, mediaType, found.title(), sha256, rawRefs.get(rawAt), textRefs.get(textAt), version);
            }
            case Ingestion.Refused refused
            when bytes != null && bytes.length > 0 -> {
                int rawAt = raw.append(key, bytes, UNKNOWN_TYPE);
                yield (rawRefs, textRefs) -> events.rejected(document, refused, rawRefs.get(rawAt));
            }
            case Ingestion.Refused refused -> (rawRefs, textRefs) -> events.rejected(document, refused, null);
            case null, default -> throw new IllegalStateException("a document has an outcome");
        };
    }
}
