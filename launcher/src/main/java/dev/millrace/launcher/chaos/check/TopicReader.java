package dev.millrace.launcher.chaos.check;

import dev.millrace.contracts.event.Event;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.WholeTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads whole topics, committed records only, in the order of each partition. */
public final class TopicReader {
    private final KafkaClients clients;

    public TopicReader(KafkaClients clients) {
        this.clients = clients;
    }

    /** Hands over one record after the other, so that a topic need not fit into memory. */
    void forEach(String topic, Consumer<ReceivedRecord> reader) {
        WholeTopic.forEach(clients, topic, record -> reader.accept(ReceivedRecord.of(record)));
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
                    .flatMap(topic -> WholeTopic.partitions(consumer, topic).stream())
                    .toList();
            return consumer.endOffsets(all).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
