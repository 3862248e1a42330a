package dev.millrace.messaging;

import java.util.Map;

/**
 * How a service reaches Kafka.
 *
 * @param service as in {@code ingest}: consumer group and first part of every transactional id
 * @param slot which replica this is, stable over restarts
 * @param properties further client properties (security, timeouts), as Kafka names them
 */
public record KafkaSettings(String bootstrapServers, String service, String slot, Map<String, String> properties) {
    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** The same for another member of the group. */
    public KafkaSettings withSlot(String other) {
        return new KafkaSettings(bootstrapServers, service, other, properties);
    }

    /** Properties may hold credentials, so they are not shown. */
    @Override
    public String toString() {
        return "KafkaSettings[" + bootstrapServers + ", " + service + ", " + slot + "]";
    }
}
