package dev.millrace.messaging;

import dev.millrace.contracts.event.EventCodec;
import dev.millrace.contracts.event.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Turns events into Kafka records. */
public final class EventRecords {
    private final String source;
    private final Clock clock;

    /** @param source who says it, as in {@code millrace/ingest} */
    public EventRecords(String source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    public ProducerRecord<byte[], byte[]> record(OutgoingEvent event) {
        EventCodec.Encoded encoded = EventCodec.encode(source, clock.instant(), event.data());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                event.topic().wireName(),
                event.partition(),
                event.data().key().getBytes(StandardCharsets.UTF_8),
                encoded.value());
        encoded.headers().forEach(record.headers()::add);
        return record;
    }
}
