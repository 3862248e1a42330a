package dev.millrace.messaging;

import dev.millrace.testkit.Containers;
import org.testcontainers.kafka.KafkaContainer;

/** On the broker of docker-compose.yml, in a container; skipped where no engine answers. */
class StageContainerIT extends StageContract {
    private KafkaContainer kafka;

    @Override
    String openBroker() {
        kafka = Containers.started(new KafkaContainer("apache/kafka:4.1.1")
                .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
                .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000"));
        return kafka.getBootstrapServers();
    }

    @Override
    void closeBroker() {
        if (kafka != null) {
            kafka.stop();
        }
    }
}
