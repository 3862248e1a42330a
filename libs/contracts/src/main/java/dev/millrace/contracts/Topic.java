package dev.millrace.contracts;

import java.util.Arrays;
import java.util.Optional;

import static dev.millrace.contracts.Topic.Cleanup.COMPACT;
import static dev.millrace.contracts.Topic.Cleanup.KEEP;
import static dev.millrace.contracts.Topic.Scale.DOCUMENTS;
import static dev.millrace.contracts.Topic.Scale.FEW;

/** Every topic, in the order a document meets them, with what it needs to be created. */
public enum Topic {
    DOCUMENTS_SUBMITTED("documents.submitted", DOCUMENTS, KEEP),
    DOCUMENTS_INGESTED("documents.ingested", DOCUMENTS, KEEP),
    DOCUMENTS_FEATURES("documents.features", DOCUMENTS, KEEP),
    DOCUMENTS_FINGERPRINTS("documents.fingerprints", DOCUMENTS, KEEP),
    DOCUMENTS_PAIRS("documents.pairs", DOCUMENTS, KEEP),
    DOCUMENTS_CLEANED("documents.cleaned", DOCUMENTS, COMPACT),
    DOCUMENTS_FORMATTED("documents.formatted", DOCUMENTS, KEEP),
    DOCUMENTS_REJECTED("documents.rejected", DOCUMENTS, KEEP),
    DOCUMENTS_RECEIPTS("documents.receipts", DOCUMENTS, KEEP),
    DOCUMENTS_WITHDRAWN("documents.withdrawn", DOCUMENTS, KEEP),
    COLLECTIONS("collections", FEW, COMPACT),
    DATASETS_REQUESTED("datasets.requested", FEW, KEEP),
    DATASETS_PARTIALS("datasets.partials", FEW, KEEP),
    DATASETS_SEALED("datasets.sealed", FEW, KEEP),
    DATASETS_READY("datasets.ready", FEW, KEEP),
    DATASETS_FAILED("datasets.failed", FEW, KEEP),
    TRAINING_COMMANDS("training.commands", FEW, KEEP),
    TRAINING_RUNS("training.runs", FEW, COMPACT),
    TRAINING_LEASES("training.leases", FEW, COMPACT),
    TRAINING_METRICS("training.metrics", FEW, KEEP),
    TRAINING_CHECKPOINTS("training.checkpoints", FEW, KEEP),
    EVALUATIONS_COMPLETED("evaluations.completed", FEW, KEEP),
    MODELS_PROMOTED("models.promoted", FEW, KEEP),
    FEEDBACK_RECEIVED("feedback.received", FEW, KEEP),
    ACCESS_KEYS("access.keys", FEW, COMPACT);

    /** Partitions of the topics that are not scaled with the documents. */
    public static final int FEW_PARTITIONS = 2;

    private static final String DEAD_LETTERS = ".dlq";

    private final String wireName;
    private final Scale scale;
    private final Cleanup cleanup;

    Topic(String wireName, Scale scale, Cleanup cleanup) {
        this.wireName = wireName;
        this.scale = scale;
        this.cleanup = cleanup;
    }

    /** How a topic is partitioned. */
    public enum Scale {
        /** {@code millrace.partitions}, the same for all of these. */
        DOCUMENTS,
        /** {@link #FEW_PARTITIONS}. */
        FEW
    }

    /** What Kafka may remove. */
    public enum Cleanup {
        /** Nothing: read models are rebuilt from it. */
        KEEP,
        /** All but the latest of a key. */
        COMPACT
    }

    public String wireName() {
        return wireName;
    }

    public Scale scale() {
        return scale;
    }

    public Cleanup cleanup() {
        return cleanup;
    }

    /** Where records of this topic go that cannot be worked on. */
    public String deadLetters() {
        return wireName + DEAD_LETTERS;
    }

    public int partitions(int documentPartitions) {
        return scale == DOCUMENTS ? documentPartitions : FEW_PARTITIONS;
    }

    public static Optional<Topic> byName(String wireName) {
        return Arrays.stream(values()).filter(t -> t.wireName.equals(wireName)).findFirst();
    }
}
