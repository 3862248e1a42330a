package dev.millrace.messaging;

import dev.millrace.testkit.LocalKafka;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicsIT {
    @Test
    void aTopicThatTheBrokerDoesNotKnowYetIsWaitedFor() throws Exception {
        try (LocalKafka kafka = LocalKafka.start();
                Admin admin =
                        new KafkaClients(new KafkaSettings(kafka.bootstrapServers(), "test", "0", Map.of())).admin()) {
            CompletableFuture<Map<String, TopicDescription>> described =
                    CompletableFuture.supplyAsync(() -> Topics.described(admin, List.of("late")));
            // By now the first answer has come: that there is no such topic.
            admin.describeCluster().nodes().get();
            assertThat(described).isNotDone();

            admin.createTopics(List.of(new NewTopic("late", 3, (short) 1)))
                    .all()
                    .get();

            assertThat(described.get(30, TimeUnit.SECONDS).get("late").partitions())
                    .hasSize(3);
        }
    }
}
