package dev.millrace.messaging.streams;

import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.EventCodec;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads one of our events; its type is in the headers. */
public final class EventDeserializer implements Deserializer<Event> {
    @Override
    public Event deserialize(String topic, byte[] data) {
        throw new SerializationException("an event cannot be read without its headers");
    }

    @Override
    public Event deserialize(String topic, Headers headers, byte[] data) {
        Map<String, byte[]> byName = new HashMap<>();
        for (Header header : headers) {
            if (header.value() != null) {
                byName.put(header.key(), header.value());
            }
        }
        return EventCodec.decode(byName, data).data();
    }
}
