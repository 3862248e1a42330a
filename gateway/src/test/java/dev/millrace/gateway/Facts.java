package dev.millrace.gateway;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.event.EvaluationCompleted;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.RejectedRows;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.recipe.Recipe;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the other services say about a collection's things, as they say it. */
final class Facts {
    static final Instant AT = Instant.parse("2026-03-01T09:30:00Z");
    private static final String SHA = Hashes.sha256("content");
    private static final String RECIPE = Recipe.defaults().version();

    private final String collection;

    Facts(String collection) {
        this.collection = collection;
    }

    OutgoingEvent ingested(String id) {
        return OutgoingEvent.to(
                Topic.DOCUMENTS_INGESTED,
                new DocumentIngested(
                        new DocumentId(collection, id),
                        new Revision(AT, SHA),
                        "urn:example:intranet",
                        "s-1",
                        "text/markdown",
                        "Title of " + id,
                        ref("raw"),
                        ref("text"),
                        Provenance.of("urn:example:intranet"),
                        RECIPE,
                        new Origin("documents.submitted", 0, 1),
                        "ingest/1"));
    }

    OutgoingEvent kept(String id, long sequence) {
        return decided(
                id,
                sequence,
                new Decision.Kept(ref("clean"), SHA, collection + "/" + id, "Title of " + id, Map.of("email", 2)));
    }

    OutgoingEvent dropped(String id, long sequence) {
        return decided(
                id,
                sequence,
                new Decision.Dropped(ref("clean"), new DropReason(ErrorCode.TOO_SHORT, "length/1", 12.0, 20.0, null)));
    }

    OutgoingEvent withdrawn(String id, long sequence) {
        return decided(id, sequence, new Decision.Withdrawn(AT));
    }

    private OutgoingEvent decided(String id, long sequence, Decision decision) {
        return OutgoingEvent.to(
                Topic.DOCUMENTS_CLEANED,
                new DocumentDecided(
                        new DocumentId(collection, id),
                        new Revision(AT, SHA),
                        sequence,
                        decision,
                        "urn:example:intranet",
                        "s-1",
                        "text/markdown",
                        ref("raw"),
                        Provenance.of("urn:example:intranet"),
                        RECIPE,
                        new Origin("documents.submitted", 0, 1),
                        "cleaning/1"));
    }

    /** One row of the document could not be read. */
    OutgoingEvent formatted(String id, long sequence) {
        return OutgoingEvent.to(
                Topic.DOCUMENTS_FORMATTED,
                new DocumentFormatted(
                        new DocumentId(collection, id),
                        new Revision(AT, SHA),
                        sequence,
                        true,
                        ref("examples"),
                        3,
                        null,
                        SHA,
                        collection + "/" + id,
                        RECIPE,
                        true,
                        "urn:example:intranet",
                        "s-1",
                        new RejectedRows(1, List.of(new RejectedRows.Line(7, ErrorCode.ROW_SHAPE_UNKNOWN)))));
    }

    OutgoingEvent rejected(String id) {
        return OutgoingEvent.to(
                Topic.DOCUMENTS_REJECTED,
                new DocumentRejected(
                        new DocumentId(collection, id),
                        "urn:example:intranet",
                        "s-1",
                        ErrorCode.CONTENT_EMPTY,
                        "the document has no content",
                        AT,
                        null,
                        new Origin("documents.submitted", 0, 1),
                        "ingest",
                        "ingest/1"));
    }

    /** A sealed dataset with one document, manifest and all. */
    OutgoingEvent ready(String request, String document) {
        DatasetRow row = new DatasetRow(
                document, new Revision(AT, SHA), SHA, document, RECIPE, "train", 3, null, null, null, null);
        byte[] line = (new String(Json.write(row), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
        String digest = Hashes.sha256(collection);
        DatasetManifest manifest = new DatasetManifest(
                collection,
                digest.substring(0, 16),
                digest,
                RECIPE,
                SHA,
                "0",
                "0",
                Map.of(),
                OpenLine.put("datasets/" + collection + "/rows", line, "application/x-ndjson"),
                Map.of("train", 1L),
                Map.of("train", 3L),
                Map.of());
        ObjectRef stored = OpenLine.put(
                "datasets/" + collection + "/manifest.json", Json.write(manifest), DatasetManifest.MEDIA_TYPE);
        return OutgoingEvent.to(
                Topic.DATASETS_READY,
                new DatasetReady(
                        request,
                        collection,
                        manifest.version(),
                        digest,
                        stored,
                        1,
                        3,
                        new TokenShards(ref("tokens"), SHA, Map.of(), Map.of(), Map.of()),
                        RECIPE,
                        AT));
    }

    OutgoingEvent metrics(String run, int step, Map<String, Double> values) {
        return OutgoingEvent.to(Topic.TRAINING_METRICS, new TrainingMetrics(run, 1, step, 10, values, AT));
    }

    OutgoingEvent evaluated(String evaluation, String model) {
        return OutgoingEvent.to(
                Topic.EVALUATIONS_COMPLETED,
                new EvaluationCompleted(
                        evaluation,
                        model,
                        "run-" + collection,
                        collection,
                        "0123456789abcdef",
                        "test",
                        8,
                        4096,
                        new EvaluationCompleted.Scores(60.5, 4.1, 0.21),
                        new EvaluationCompleted.Scores(20.2, 3.0, 0.41),
                        List.of(0.9, 1.3),
                        new EvaluationCompleted.Gate(true, null),
                        ref("evaluations"),
                        AT,
                        12));
    }

    private static ObjectRef ref(String kind) {
        return new ObjectRef("millrace", kind + "/" + SHA, 0, 7, Encoding.IDENTITY, SHA, "application/octet-stream");
    }
}
