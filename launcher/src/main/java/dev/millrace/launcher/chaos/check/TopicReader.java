package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.event.Event;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads whole topics, committed records only, in the order of each partition. */
public final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaClients clients;

    public TopicReader(KafkaClients clients) {
        this.clients = clients;
    }

    /** Hands over one record after the other, so that a topic need not fit into memory. */
    void forEach(String topic, Consumer<ReceivedRecord> reader) {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = clients.reader()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> reader.accept(ReceivedRecord.of(record)));
            }
        }
    }

    public <T extends Event> List<T> events(String topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        forEach(topic, record -> {
            Event event = record.event().data();
            if (type.isInstance(event)) {
                events.add(type.cast(event));
            }
        });
        return events;
    }

    /** Records written to these topics so far, those of unfinished transactions too: what grows while somebody works. */
    public long written(Collection<String> topics) {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = clients.reader()) {
            List<TopicPartition> all = topics.stream()
                    .flatMap(topic -> partitions(consumer, topic).stream())
                    .toList();
            return consumer.endOffsets(all).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static List<TopicPartition> partitions(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
