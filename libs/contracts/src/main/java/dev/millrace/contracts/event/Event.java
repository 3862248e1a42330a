package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;

/** A fact on a topic: the data of one CloudEvent. */
public sealed interface Event
        permits DocumentSubmitted,
                DocumentIngested,
                DocumentWithdrawn,
                DocumentFeatures,
                FingerprintChanges,
                FingerprintAnswer,
                DocumentDecided,
                DocumentFormatted,
                DocumentRejected,
                DocumentReceipt,
                PipelineMarker,
                CollectionRecorded,
                DatasetRequested,
                DatasetPartial,
                DatasetSealed,
                DatasetReady,
                DatasetFailed,
                TrainingCommand,
                TrainingRunChanged,
                TrainingLease,
                TrainingMetrics,
                CheckpointWritten,
                CheckpointDropped,
                RunReturned,
                SamplesGenerated,
                EvaluationCompleted,
                ModelPromoted,
                FeedbackReceived,
                AccessKeyChanged {

    /** The Kafka key; records of one key keep their order. */
    @JsonIgnore
    String key();
}
