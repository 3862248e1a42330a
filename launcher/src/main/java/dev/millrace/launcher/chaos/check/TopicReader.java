package dev.millrace.launcher.chaos;

import dev.millrace.contracts.event.Event;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads whole topics, committed records only, in the order of each partition. */
final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaClients clients;

    TopicReader(KafkaClients clients) {
        this.clients = clients;
    }

    List<ReceivedRecord> records(String topic) {
        List<ReceivedRecord> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = clients.reader()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> records.add(ReceivedRecord.of(record)));
            }
        }
        return records;
    }

    <T extends Event> List<T> events(String topic, Class<T> type) {
        return records(topic).stream()
                .map(record -> record.event().data())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
