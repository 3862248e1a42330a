package dev.millrace.messaging.streams;

import dev.millrace.contracts.event.EventCodec;
import dev.millrace.contracts.event.OutgoingEvent;
import java.time.Clock;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/** Writes an event with its own headers in place of those of the record it follows from. */
public final class OutgoingEventSerializer implements Serializer<OutgoingEvent> {
    private final String source;
    private final Clock clock;

    /** @param source who says it, as in {@code millrace/cleaning} */
    public OutgoingEventSerializer(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public byte[] serialize(String topic, OutgoingEvent event) {
        throw new SerializationException("an event cannot be written without its headers");
    }

    @Override
    public byte[] serialize(String topic, Headers headers, OutgoingEvent event) {
        for (Header header : Arrays.asList(headers.toArray())) {
            headers.remove(header.key());
        }
        EventCodec.Encoded encoded = EventCodec.encode(source, clock.instant(), event.data());
        encoded.headers().forEach(headers::add);
        return encoded.value();
    }
}
