package dev.millrace.contracts.event;

import dev.millrace.contracts.Topic;
import org.jspecify.annotations.Nullable;

/**
 * An event and where it goes.
 *
 * @param partition null to go by the key
 */
public record OutgoingEvent(Topic topic, @Nullable Integer partition, Event data) {
    public static OutgoingEvent to(Topic topic, Event data) {
        return new OutgoingEvent(topic, null, data);
    }

    public static OutgoingEvent to(Topic topic, int partition, Event data) {
        return new OutgoingEvent(topic, partition, data);
    }
}
