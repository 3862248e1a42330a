package dev.millrace.contracts.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The wire name of every event and the record that carries its data. */
public enum EventType {
    DOCUMENT_SUBMITTED("dev.millrace.document.submitted.v1", DocumentSubmitted.class),
    DOCUMENT_INGESTED("dev.millrace.document.ingested.v1", DocumentIngested.class),
    DOCUMENT_WITHDRAWN("dev.millrace.document.withdrawn.v1", DocumentWithdrawn.class),
    DOCUMENT_FEATURES("dev.millrace.document.features.v1", DocumentFeatures.class),
    FINGERPRINT_CHANGES("dev.millrace.fingerprint.changes.v1", FingerprintChanges.class),
    FINGERPRINT_ANSWER("dev.millrace.fingerprint.answer.v1", FingerprintAnswer.class),
    DOCUMENT_DECIDED("dev.millrace.document.decided.v1", DocumentDecided.class),
    DOCUMENT_FORMATTED("dev.millrace.document.formatted.v1", DocumentFormatted.class),
    DOCUMENT_REJECTED("dev.millrace.document.rejected.v1", DocumentRejected.class),
    DOCUMENT_RECEIPT("dev.millrace.document.receipt.v1", DocumentReceipt.class),
    PIPELINE_MARKER("dev.millrace.pipeline.marker.v1", PipelineMarker.class),
    COLLECTION_RECORDED("dev.millrace.collection.recorded.v1", CollectionRecorded.class),
    DATASET_REQUESTED("dev.millrace.dataset.requested.v1", DatasetRequested.class),
    DATASET_PARTIAL("dev.millrace.dataset.partial.v1", DatasetPartial.class),
    DATASET_SEALED("dev.millrace.dataset.sealed.v1", DatasetSealed.class),
    DATASET_READY("dev.millrace.dataset.ready.v1", DatasetReady.class),
    DATASET_FAILED("dev.millrace.dataset.failed.v1", DatasetFailed.class),
    TRAINING_COMMAND("dev.millrace.training.command.v1", TrainingCommand.class),
    TRAINING_RUN_CHANGED("dev.millrace.training.run.v1", TrainingRunChanged.class),
    TRAINING_LEASE("dev.millrace.training.lease.v1", TrainingLease.class),
    TRAINING_METRICS("dev.millrace.training.metrics.v1", TrainingMetrics.class),
    CHECKPOINT_WRITTEN("dev.millrace.training.checkpoint.v1", CheckpointWritten.class),
    CHECKPOINT_DROPPED("dev.millrace.training.checkpoint-dropped.v1", CheckpointDropped.class),
    RUN_RETURNED("dev.millrace.training.returned.v1", RunReturned.class),
    SAMPLES_GENERATED("dev.millrace.training.samples.v1", SamplesGenerated.class),
    EVALUATION_COMPLETED("dev.millrace.evaluation.completed.v1", EvaluationCompleted.class),
    MODEL_PROMOTED("dev.millrace.model.promoted.v1", ModelPromoted.class),
    FEEDBACK_RECEIVED("dev.millrace.feedback.received.v1", FeedbackReceived.class),
    ACCESS_KEY_CHANGED("dev.millrace.access.key.v1", AccessKeyChanged.class);

    /** The public type whose data is the document itself; it has no record. */
    public static final String DOCUMENT_RAW = "dev.millrace.document.raw.v1";

    private static final Map<String, EventType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wireName, Function.identity()));
    private static final Map<Class<?>, EventType> BY_CLASS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::dataClass, Function.identity()));

    private final String wireName;
    private final Class<? extends Event> dataClass;

    EventType(String wireName, Class<? extends Event> dataClass) {
        this.wireName = wireName;
        this.dataClass = dataClass;
    }

    public String wireName() {
        return wireName;
    }

    public Class<? extends Event> dataClass() {
        return dataClass;
    }

    public static Optional<EventType> byName(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    public static EventType of(Event event) {
        EventType type = BY_CLASS.get(event.getClass());
        if (type == null) {
            throw new IllegalStateException("no wire name for " + event.getClass());
        }
        return type;
    }
}
