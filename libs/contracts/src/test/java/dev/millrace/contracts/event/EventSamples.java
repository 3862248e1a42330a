package dev.millrace.contracts.event;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.recipe.CheckpointRecipe;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.ModelShape;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.TuningRecipe;
import dev.millrace.contracts.recipe.WatchRecipe;
import dev.millrace.contracts.text.ExampleKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One event of every type with every field set: what the golden files hold. */
final class EventSamples {
    private static final Instant AT = Instant.parse("2026-03-01T09:30:00Z");
    private static final DocumentId DOCUMENT = new DocumentId("handbook", "policies/leave.md");
    private static final String SHA = Hashes.sha256("sample");
    private static final Revision REVISION = new Revision(AT, SHA);
    private static final Origin ORIGIN = new Origin("documents.submitted", 2, 41);
    private static final Provenance PROVENANCE = new Provenance(
            "urn:example:intranet",
            "leave.md",
            "people-team",
            "people",
            "handbook",
            "published",
            "A. Writer",
            "CC-BY-4.0",
            "internal",
            LocalDate.parse("2027-12-31"),
            List.of("policy", "leave"));
    private static final RejectedRows REJECTED_ROWS =
            new RejectedRows(2, List.of(new RejectedRows.Line(7, ErrorCode.ROW_SHAPE_UNKNOWN)));
    private static final String STAGE = "ingest/1";
    private static final String RECIPE = Hashes.sha256("recipe");

    private EventSamples() {}

    static Map<EventType, Event> all() {
        Map<EventType, Event> all = new LinkedHashMap<>();
        List.of(
                        new DocumentSubmitted(
                                "handbook",
                                "policies/leave.md",
                                "leave.md",
                                "text/markdown",
                                new SubmittedContent("IyBMZWF2ZQ==", null, null),
                                new SubmittedProvenance(
                                        "people-team",
                                        "people",
                                        "handbook",
                                        "published",
                                        "A. Writer",
                                        "CC-BY-4.0",
                                        "internal",
                                        LocalDate.parse("2027-12-31"),
                                        List.of("policy", "leave"))),
                        ingested(),
                        new DocumentWithdrawn(DOCUMENT, AT, "urn:example:intranet", "s-2", ORIGIN),
                        new DocumentFeatures(
                                ingested(),
                                ref("clean", "application/vnd.millrace.clean+json"),
                                reason(),
                                "handbook|exact/1|" + SHA,
                                SHA,
                                Map.of("words", 120.0),
                                Map.of("email", 2)),
                        new FingerprintChanges(
                                DOCUMENT,
                                List.of(new FingerprintChange(
                                        FingerprintChange.Action.JOIN,
                                        FingerprintLayer.EXACT,
                                        "handbook|exact/1|" + SHA,
                                        member("policies/leave.md")))),
                        new FingerprintAnswer(
                                FingerprintLayer.EXACT,
                                "handbook|exact/1|" + SHA,
                                member("policies/leave.md"),
                                member("archive/leave.md")),
                        new DocumentDecided(
                                DOCUMENT,
                                REVISION,
                                3,
                                new Decision.Kept(
                                        ref("clean", "application/vnd.millrace.clean+json"),
                                        SHA,
                                        "handbook/policies/leave.md",
                                        "Leave",
                                        Map.of("email", 2)),
                                "urn:example:intranet",
                                "s-1",
                                "text/markdown",
                                ref("raw", "text/markdown"),
                                PROVENANCE,
                                RECIPE,
                                ORIGIN,
                                "cleaning/1"),
                        new DocumentFormatted(
                                DOCUMENT,
                                REVISION,
                                3,
                                true,
                                ref("examples", "application/vnd.millrace.examples+jsonl"),
                                4,
                                null,
                                SHA,
                                "handbook/policies/leave.md",
                                RECIPE,
                                true,
                                "urn:example:intranet",
                                "s-1",
                                REJECTED_ROWS,
                                Map.of(ExampleKind.PREFERENCE.wireName(), 4L),
                                ref("examples", DocumentFormatted.SPLIT_KEYS)),
                        new DocumentRejected(
                                DOCUMENT,
                                "urn:example:intranet",
                                "s-1",
                                ErrorCode.DOCUMENT_UNREADABLE,
                                "the document cannot be parsed",
                                AT,
                                ref("raw", "application/pdf"),
                                ORIGIN,
                                "ingest",
                                STAGE),
                        new DocumentReceipt(
                                "urn:example:intranet",
                                "handbook",
                                "policies/leave.md",
                                "s-1",
                                DocumentReceipt.Outcome.DROPPED,
                                ErrorCode.DUPLICATE_EXACT,
                                "handbook/archive/leave.md",
                                "0123456789abcdef",
                                AT,
                                REJECTED_ROWS),
                        new PipelineMarker("seal-1", "handbook", 1, 2, 4),
                        new CollectionRecorded(
                                "handbook", Recipe.defaults().version(), true, Recipe.defaults(), AT, "admin"),
                        new DatasetRequested("seal-1", "handbook", true, AT, "admin"),
                        new DatasetPartial("seal-1", "handbook", 1, 4, 17, ref("datasets", "application/x-ndjson")),
                        new DatasetSealed(
                                "seal-1",
                                "handbook",
                                "0123456789abcdef",
                                ref("datasets", "application/vnd.millrace.dataset+json"),
                                AT),
                        ready(),
                        new DatasetFailed("seal-1", "handbook", ErrorCode.DATASET_EMPTY, "no example", AT),
                        new TrainingCommand(
                                "run-1",
                                TrainingCommand.Action.START,
                                "handbook",
                                "0123456789abcdef",
                                recipe(),
                                AT,
                                "admin"),
                        new TrainingRunChanged(
                                "run-1",
                                "handbook",
                                TrainingRunChanged.State.FINISHED,
                                2,
                                ready(),
                                recipe(),
                                200,
                                200,
                                6.2,
                                3.1,
                                1500.0,
                                "handbook-0a1b2c3d",
                                ref("models", "application/vnd.millrace.model+json"),
                                ref("models", "application/vnd.millrace.model+json"),
                                ErrorCode.RUN_DIVERGED,
                                "the loss is no number",
                                AT),
                        new TrainingLease("run-1", 2, "trainer-0", false, AT),
                        new TrainingMetrics("run-1", 2, 17, 200, Map.of("loss", 4.5, "tokens", 2048.0), AT),
                        new CheckpointWritten(
                                "run-1",
                                2,
                                100,
                                ref("runs", "application/vnd.millrace.checkpoint+json"),
                                4.25,
                                true,
                                AT),
                        new CheckpointDropped("run-1", 2, 50, AT),
                        new RunReturned("run-1", 2, 100, RunReturned.Cause.DIVERGED, AT),
                        new SamplesGenerated(
                                "run-1",
                                2,
                                100,
                                List.of(new SamplesGenerated.Sample("Who may enter?", "Staff with a badge.")),
                                AT),
                        new EvaluationCompleted(
                                "evaluation-1",
                                "handbook-0a1b2c3d",
                                "run-1",
                                "handbook",
                                "0123456789abcdef",
                                "test",
                                8,
                                4096,
                                new EvaluationCompleted.Scores(60.5, 4.1, 0.21),
                                new EvaluationCompleted.Scores(20.2, 3.0, 0.41),
                                List.of(0.9, 1.3),
                                new EvaluationCompleted.Gate(false, "minimumGain"),
                                ref("evaluations", "application/x-ndjson"),
                                AT,
                                12),
                        new ModelPromoted(
                                "handbook-0a1b2c3d",
                                "handbook",
                                "champion",
                                ref("models", "application/vnd.millrace.model+json"),
                                "evaluation-1",
                                AT,
                                "eval"),
                        new FeedbackReceived(
                                "feedback-1", "handbook", "handbook-0a1b2c3d", "chatcmpl-1", 1.0, "Better so.", AT),
                        new AccessKeyChanged(
                                "key-1",
                                "first",
                                "c2FsdA==",
                                "aGFzaA==",
                                Set.of(AccessKeyChanged.Role.ADMIN),
                                Set.of("handbook"),
                                false,
                                AT))
                .forEach(event -> all.put(EventType.of(event), event));
        return all;
    }

    private static DocumentIngested ingested() {
        return new DocumentIngested(
                DOCUMENT,
                REVISION,
                "urn:example:intranet",
                "s-1",
                "text/markdown",
                "Leave",
                ref("raw", "text/markdown"),
                ref("text", "application/vnd.millrace.text+json"),
                PROVENANCE,
                RECIPE,
                ORIGIN,
                STAGE);
    }

    private static DropReason reason() {
        return new DropReason(ErrorCode.TOO_SHORT, "length/1", 12.0, 20.0, "handbook/archive/leave.md");
    }

    private static Member member(String id) {
        return new Member(AT, new DocumentId("handbook", id));
    }

    private static DatasetReady ready() {
        return new DatasetReady(
                "seal-1",
                "handbook",
                "0123456789abcdef",
                SHA,
                ref("datasets", "application/vnd.millrace.dataset+json"),
                56,
                210,
                new TokenShards(
                        ref("tokens", "application/json"),
                        SHA,
                        Map.of("train", ref("tokens", "application/vnd.safetensors")),
                        Map.of("train", 40_000L),
                        Map.of("train", 39_000L),
                        Map.of("TEMPLATE_INVALID", 2L),
                        Map.of(
                                ExampleKind.PREFERENCE.wireName(),
                                new TokenShards.KindShards(
                                        Map.of("train", ref("tokens", "application/vnd.safetensors")),
                                        Map.of("train", 30L),
                                        Map.of("train", 6_000L)))),
                RECIPE,
                AT);
    }

    private static TrainingRecipe recipe() {
        return TrainingRecipe.defaults()
                .with()
                .automatic(true)
                .shape(new ModelShape(4, 128, 4, 2, 384))
                .steps(200)
                .batch(8)
                .microBatch(8)
                .contextLength(256)
                .learningRate(0.001)
                .warmupSteps(20)
                .weightDecay(0.1)
                .clip(1.0)
                .checkpointEvery(50)
                .activationCheckpointing(true)
                .seed(7L)
                .method(method())
                .tuning(TuningRecipe.usual()
                        .with()
                        .schedule(TuningRecipe.WSD)
                        .decaySteps(40)
                        .labelSmoothing(0.05)
                        .embeddingNoise(5.0)
                        .build())
                .priority(5)
                .checkpoints(new CheckpointRecipe(3, true, 100, true))
                .watch(new WatchRecipe(6, "best", 3.0, 10, 3600, 2, List.of("Who may enter?"), 32))
                .objective(ObjectiveRecipe.of(ObjectiveRecipe.TEXT))
                .build();
    }

    private static MethodRecipe method() {
        return MethodRecipe.of(MethodRecipe.QLORA)
                .with()
                .quantisation(MethodRecipe.NF4)
                .rank(8)
                .alpha(16.0)
                .dropout(0.05)
                .rslora(false)
                .dora(true)
                .targetModules(List.of("q_proj"))
                .modulesToSave(List.of("lm_head"))
                .loraPlusRatio(4.0)
                .build();
    }

    private static ObjectRef ref(String kind, String mediaType) {
        return new ObjectRef("millrace", kind + "/sample/" + SHA, 0, 512, Encoding.ZSTD, SHA, mediaType);
    }
}
