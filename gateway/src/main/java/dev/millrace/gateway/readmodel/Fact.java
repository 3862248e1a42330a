package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.Origin;
import dev.millrace.contracts.event.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An event and the record it was read from.
 *
 * @param at when it was said
 */
public record Fact<E extends Event>(E event, Origin origin, Instant at) {
    long micros() {
        return micros(at);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
