package dev.millrace.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LocalKafkaIT {
    @Test
    void keepsCommittedTransactionsAndHidesAbortedOnesAcrossARestart(@TempDir Path folder) {
        try (LocalKafka kafka = LocalKafka.start(folder)) {
            kafka.createTopic("facts", 2, Map.of());
            produceInTransactions(kafka.bootstrapServers());
        }

        try (LocalKafka kafka = LocalKafka.start(folder)) {
            assertThat(committed(kafka.bootstrapServers(), 2)).containsExactlyInAnyOrder("first", "third");
        }
    }

    @Test
    void doesNotCreateTopicsThatNobodyAskedFor() throws Exception {
        LocalKafka kafka = TestEnvironment.shared().kafka();
        String topic = TestEnvironment.shared().uniqueName("topic");
        kafka.createTopic(topic, 3, Map.of("cleanup.policy", "compact"));
        try (var admin = kafka.admin()) {
            assertThat(admin.listTopics().names().get()).contains(topic).doesNotContain("facts");
        }
    }

    private static void produceInTransactions(String servers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers, "transactional.id", "writer", "transaction.timeout.ms", 15_000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (String value : List.of("first", "second", "third")) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("facts", value, value));
                if (value.equals("second")) {
                    producer.flush();
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
    }

    private static List<String> committed(String servers, int expected) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers,
                "group.id", "reader",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("facts"));
            Await.until("committed records", Duration.ofSeconds(30), () -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    values.add(each.value());
                }
                return values.size() >= expected;
            });
        }
        return values;
    }
}
