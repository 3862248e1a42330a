package dev.millrace.testkit;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.Topics;
import dev.millrace.messaging.WholeTopic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A broker of its own with all topics, and what has been said on them so far. */
public final class TestTopics implements AutoCloseable {
    private final LocalKafka kafka = LocalKafka.start();
    private final KafkaClients clients;
    private final EventPublisher publisher;

    /** @param partitions of the document topics */
    public TestTopics(int partitions) {
        this.clients = clients("test", "test");
        new Topics(clients, partitions).ensure(true);
        this.publisher = EventPublisher.plain(clients);
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** The test's own clients. */
    public KafkaClients clients() {
        return clients;
    }

    /** Clients of a replica of a service. */
    public KafkaClients clients(String service, String slot) {
        return new KafkaClients(
                new dev.millrace.messaging.KafkaSettings(kafka.bootstrapServers(), service, slot, Map.of()));
    }

    public void publish(Topic topic, Event event) {
        publisher.publish(OutgoingEvent.to(topic, event));
    }

    public void publish(Topic topic, int partition, Event event) {
        publisher.publish(OutgoingEvent.to(topic, partition, event));
    }

    /** Everything of one type that is committed on the topic, each partition in its order. */
    public <E extends Event> List<E> events(Topic topic, Class<E> type) {
        return records(topic.wireName()).stream()
                .map(received -> ReceivedRecord.of(received).event().data())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Codes on the topic's dead letters. */
    public List<String> deadLetterCauses(Topic topic) {
        return records(topic.deadLetters()).stream()
                .map(each -> new String(
                        each.headers().lastHeader("dead-letter-cause").value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** Everything that is committed on the topic now. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return records(clients, topic);
    }

    /** The same on a broker of somebody else's. */
    public static List<ConsumerRecord<byte[], byte[]>> records(KafkaClients clients, String topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        WholeTopic.forEach(clients, topic, found::add);
        return found;
    }

    @Override
    public void close() {
        publisher.close();
        kafka.close();
    }
}
