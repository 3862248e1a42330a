package dev.millrace.benchmarks.ingest;

import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.ObjectReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what ingest has committed since it last looked, and checks it against what was submitted. */
final class IngestedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int EVERY = 64;

    private final Consumer<byte[], byte[]> consumer;
    private final ObjectReader objects;
    private final List<TopicPartition> partitions;

    IngestedReader(KafkaClients clients, ObjectReader objects) {
        this.consumer = clients.reader();
        this.objects = objects;
        String topic = Topic.DOCUMENTS_INGESTED.wireName();
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Each submitted document must have been ingested once, with its hash; of some the stored bytes are read back.
     *
     * @throws IllegalStateException when anything differs
     */
    void verify(Documents submitted) {
        Map<String, String> expected = submitted.hashes();
        Map<String, String> found = new HashMap<>();
        int events = 0;
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var record : consumer.poll(POLL)) {
                if (ReceivedRecord.of(record).event().data() instanceof DocumentIngested ingested) {
                    found.put(
                            ingested.document().documentId(),
                            ingested.revision().sha256());
                    if (events++ % EVERY == 0) {
                        readBack(ingested.raw(), ingested.revision().sha256());
                    }
                }
            }
        }
        if (events != expected.size() || !found.equals(expected)) {
            throw new IllegalStateException(
                    expected.size() + " documents were submitted, " + events + " events tell of " + found.size());
        }
    }

    /** The reader refuses bytes that do not hash to the reference. */
    private void readBack(ObjectRef raw, String sha256) {
        objects.read(raw);
        if (!raw.sha256().equals(sha256)) {
            throw new IllegalStateException("the reference names other bytes");
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
