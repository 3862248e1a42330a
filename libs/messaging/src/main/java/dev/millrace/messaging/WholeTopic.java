package dev.millrace.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A topic from its beginning to where it ends when it is asked for, committed records only. */
public final class WholeTopic {
    private static final Duration POLL = Duration.ofMillis(50);

    private WholeTopic() {}

    /** Hands over one record after the other, each partition in its order, so that a topic need not fit into memory. */
    public static void forEach(
            KafkaClients clients, String topic, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        try (Consumer<byte[], byte[]> reader = clients.reader()) {
            List<TopicPartition> partitions = partitions(reader, topic);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(POLL).forEach(taker);
            }
        }
    }

    /** The topic's partitions in their order. */
    public static List<TopicPartition> partitions(Consumer<byte[], byte[]> reader, String topic) {
        return reader.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
