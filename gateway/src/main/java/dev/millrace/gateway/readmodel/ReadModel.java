package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.EventEnvelope;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.ObjectReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Applies records to the database, together with the positions up to which it has them: each record counts once (I13). */
public final class ReadModel {
    /** What the read model follows. */
    public static final List<Topic> TOPICS = List.of(
            Topic.ACCESS_KEYS,
            Topic.COLLECTIONS,
            Topic.DOCUMENTS_INGESTED,
            Topic.DOCUMENTS_CLEANED,
            Topic.DOCUMENTS_FORMATTED,
            Topic.DOCUMENTS_REJECTED,
            Topic.DOCUMENTS_WITHDRAWN,
            Topic.DATASETS_REQUESTED,
            Topic.DATASETS_READY,
            Topic.DATASETS_FAILED,
            Topic.TRAINING_COMMANDS,
            Topic.TRAINING_RUNS,
            Topic.TRAINING_METRICS,
            Topic.TRAINING_CHECKPOINTS,
            Topic.EVALUATIONS_COMPLETED,
            Topic.MODELS_PROMOTED);

    private static final String DEAD_LETTERS = ".dlq";

    private final Database database;
    private final List<Projection<?>> projections;
    private volatile boolean complete;

    /** @param withoutRows hears of datasets whose list of documents cannot be read */
    public ReadModel(Database database, ObjectReader objects, BiConsumer<DatasetReady, MillraceException> withoutRows) {
        this.database = database;
        this.projections = List.of(
                new AccessKeyProjection(),
                new CollectionProjection(),
                new DocumentProjection<>(DocumentIngested.class, DocumentIngested::document),
                new DocumentProjection<>(DocumentDecided.class, DocumentDecided::document),
                new DocumentProjection<>(DocumentFormatted.class, DocumentFormatted::document),
                new DocumentProjection<>(DocumentRejected.class, DocumentRejected::document),
                new DocumentProjection<>(DocumentWithdrawn.class, DocumentWithdrawn::document),
                new UnidentifiedRejectionProjection(),
                new DatasetRequestedProjection(),
                new DatasetReadyProjection(objects, withoutRows),
                new DatasetFailedProjection(),
                new RunRequestProjection(),
                new RunProjection(),
                StepProjection.metrics(),
                StepProjection.checkpoints(),
                new CheckpointDroppedProjection(),
                new ReturnProjection(),
                new EvaluationProjection(),
                new PromotionProjection());
    }

    /** Names of all topics that are followed, dead letters of every topic included. */
    public static List<String> topicNames() {
        return Stream.concat(
                        TOPICS.stream().map(Topic::wireName),
                        Arrays.stream(Topic.values()).map(Topic::deadLetters))
                .toList();
    }

    /** Says that everything is in that was on the topics at the start. */
    public void complete() {
        complete = true;
    }

    /** False while it is built: until then it knows neither all keys nor what it does not know. */
    public boolean isComplete() {
        return complete;
    }

    /** A partition of a topic. */
    public record Place(String topic, int partition) {}

    /** The next record of each partition. */
    public Map<Place, Long> positions() {
        return database.with(db -> {
            Map<Place, Long> positions = new HashMap<>();
            db.createQuery("SELECT topic, part, next_record FROM positions")
                    .map((row, context) -> Map.entry(new Place(row.getString(1), row.getInt(2)), row.getLong(3)))
                    .forEach(entry -> positions.put(entry.getKey(), entry.getValue()));
            return positions;
        });
    }

    /**
     * All or nothing.
     *
     * @param positions those that change
     * @param unreadable hears of records that are none of our events
     */
    public void apply(
            List<ReceivedRecord> records,
            Map<Place, Long> positions,
            BiConsumer<ReceivedRecord, ErrorCode> unreadable) {
        database.use(db -> {
            records.forEach(record -> apply(db, record, unreadable));
            positions.forEach((place, next) ->
                    Rows.put(db, "positions", 2, "topic, part, next_record", place.topic(), place.partition(), next));
        });
    }

    private void apply(Handle db, ReceivedRecord record, BiConsumer<ReceivedRecord, ErrorCode> unreadable) {
        if (record.origin().topic().endsWith(DEAD_LETTERS)) {
            DeadLetterRows.apply(db, record);
        } else if (record.value() != null) {
            EventEnvelope envelope;
            try {
                envelope = record.event();
            } catch (MillraceException e) {
                unreadable.accept(record, e.code());
                return;
            }
            projections.forEach(projection -> offer(db, projection, envelope, record));
        }
    }

    private static <E extends Event> void offer(
            Handle db, Projection<E> projection, EventEnvelope envelope, ReceivedRecord record) {
        if (projection.type().isInstance(envelope.data())) {
            projection.apply(db, new Fact<>(projection.type().cast(envelope.data()), record.origin(), envelope.time()));
        }
    }
}
