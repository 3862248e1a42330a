package dev.millrace.benchmarks.ingest;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.ObjectReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what ingest has committed since it last looked, and checks it against what was submitted. */
final class IngestedReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

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

    /** @throws IllegalStateException when anything differs */
    void verify(Documents submitted) {
        Ingested ingested = new Ingested(objects);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var record : consumer.poll(POLL)) {
                if (ReceivedRecord.of(record).event().data() instanceof DocumentIngested event) {
                    ingested.add(event);
                }
            }
        }
        ingested.verify(submitted);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
