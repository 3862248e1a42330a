package dev.millrace.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches and commits what came of them: events and offsets together or not at all. After an abort the batch is read again, never
 * sent again from memory.
 */
final class Transactions implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /** A batch ends with the record with which it has so many bytes. */
    private static final long MOST_BYTES = 32L << 20;
    /** Records come out of the client unpacked, so few at a time. */
    private static final int MOST_AT_ONCE = 100;

    private final StageSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final @Nullable LoneReader alone;
    private final Set<TopicPartition> lost = new HashSet<>();

    /** @param carefully to read by {@link #readAlone} only */
    Transactions(KafkaClients clients, StageSettings settings, boolean carefully) {
        this.settings = settings;
        KafkaSettings kafka = clients.settings();
        String group = kafka.service() + "." + settings.channel();
        this.producer = clients.producer(group + "." + kafka.slot());
        this.consumer = openConsumer(clients, group, carefully ? 1 : MOST_AT_ONCE);
        this.alone = carefully ? new LoneReader(consumer, MOST_AT_ONCE) : null;
        try {
            consumer.subscribe(Stage.names(settings.topics()), new Changes());
            producer.initTransactions();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Consumer<byte[], byte[]> openConsumer(KafkaClients clients, String group, int atOnce) {
        try {
            return clients.consumer(
                    group,
                    Math.min(settings.maxRecords(), atOnce),
                    Math.toIntExact(settings.maxWork().toMillis()));
        } catch (RuntimeException e) {
            producer.close(CLOSE);
            throw e;
        }
    }

    private final class Changes implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            lost.addAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (alone != null) {
                alone.assigned(partitions);
            }
        }
    }

    LoneRead readAlone(AttemptNote note) {
        if (alone == null) {
            throw new IllegalStateException("this reader reads batches");
        }
        alone.keepPlace();
        // What was taken away and given back until now is read from where it was committed; only what is taken away
        // after this is lost.
        lost.clear();
        return alone.next(note);
    }

    void seek(TopicPartition partition, long offset) {
        if (!lost.contains(partition)) {
            consumer.seek(partition, offset);
        }
    }

    /** Up to the settings' number of records and about 32 MiB, or what has come within the settings' time after the first. */
    List<ReceivedRecord> poll(Duration wait) {
        lost.clear();
        List<ReceivedRecord> batch = new ArrayList<>();
        long deadline = 0;
        long bytes = 0;
        while (batch.size() < settings.maxRecords() && bytes < MOST_BYTES) {
            long left = batch.isEmpty() ? wait.toNanos() : Math.max(0, deadline - System.nanoTime());
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofNanos(left));
            // A partition that was taken away and given back starts at its committed offset: what we held of it comes
            // again.
            if (!lost.isEmpty()) {
                batch.removeIf(record -> lost.contains(partition(record)));
                lost.clear();
            }
            if (batch.isEmpty()) {
                deadline = System.nanoTime() + settings.maxWait().toNanos();
            }
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                batch.add(ReceivedRecord.of(record));
                bytes += record.serializedValueSize();
            }
            if (batch.isEmpty() || System.nanoTime() >= deadline) {
                return batch;
            }
        }
        return batch;
    }

    boolean holds(List<ReceivedRecord> batch) {
        return batch.stream().noneMatch(record -> lost.contains(partition(record)));
    }

    /** Tells the group that we are alive while a batch waits; reads nothing. */
    void keepAlive() {
        consumer.pause(consumer.assignment());
        ConsumerRecords<byte[], byte[]> early = consumer.poll(Duration.ZERO);
        // Partitions assigned just now were not paused.
        early.partitions()
                .forEach(p -> consumer.seek(p, early.records(p).getFirst().offset()));
        if (alone == null) {
            consumer.resume(consumer.assignment());
        }
    }

    /**
     * @return false when nothing was committed and the batch is to be read again
     * @throws ProducerFencedException when another process uses this slot
     */
    @SuppressWarnings("FutureReturnValueIgnored") // committing reports what could not be sent
    boolean commit(List<ReceivedRecord> batch, List<ProducerRecord<byte[], byte[]>> events, String stage) {
        if (!holds(batch)) {
            return false;
        }
        try {
            producer.beginTransaction();
            events.forEach(producer::send);
            CrashPoints.reach(stage, "after-produce");
            producer.sendOffsetsToTransaction(offsetsAfter(batch), consumer.groupMetadata());
            CrashPoints.reach(stage, "before-commit");
            producer.commitTransaction();
            return true;
        } catch (CommitFailedException | RebalanceInProgressException e) {
            abort(e);
            return false;
        }
    }

    private void abort(KafkaException cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    /** Makes the next poll begin where the batch began, in the partitions that are still ours since then. */
    void rewind(List<ReceivedRecord> batch) {
        Map<TopicPartition, Long> first = new HashMap<>();
        batch.forEach(record -> first.merge(partition(record), record.origin().offset(), Math::min));
        first.forEach((partition, offset) -> {
            if (!lost.contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsetsAfter(List<ReceivedRecord> batch) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ReceivedRecord record : batch) {
            offsets.merge(
                    partition(record),
                    new OffsetAndMetadata(record.origin().offset() + 1),
                    (a, b) -> a.offset() > b.offset() ? a : b);
        }
        return offsets;
    }

    private static TopicPartition partition(ReceivedRecord record) {
        return new TopicPartition(record.origin().topic(), record.origin().partition());
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } finally {
            producer.close(CLOSE);
        }
    }
}
