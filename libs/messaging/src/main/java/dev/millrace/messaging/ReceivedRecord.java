package dev.millrace.messaging;

import dev.millrace.contracts.Origin;
import dev.millrace.contracts.event.EventCodec;
import dev.millrace.contracts.event.EventEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came, free of Kafka's types so that steps and their tests need none.
 *
 * @param headers the last of each name; a header without a value is left out
 */
public record ReceivedRecord(
        Origin origin, Instant timestamp, byte @Nullable [] key, Map<String, byte[]> headers, byte @Nullable [] value) {

    public static ReceivedRecord of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
        return new ReceivedRecord(
                new Origin(record.topic(), record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                headers,
                record.value());
    }

    /** The record as one of our own events. */
    public EventEnvelope event() {
        return EventCodec.decode(headers, value == null ? new byte[0] : value);
    }

    public String keyText() {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}
