package dev.millrace.contracts.event;

import java.time.Instant;

/**
 * An event with the attributes of its CloudEvent (specification 1.0.2).
 *
 * @param source the service that says it
 * @param time when it was said; not part of what it says
 */
public record EventEnvelope(String id, String source, Instant time, Event data) {
    public EventType type() {
        return EventType.of(data);
    }
}
