package dev.millrace.formatting.messaging;

import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.EventCodec;
import dev.millrace.messaging.ReceivedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events as a handler gets them. */
public final class Batches {
    public static final Instant AT = Instant.parse("2025-03-01T08:00:00Z");

    private Batches() {}

    public static List<ReceivedRecord> of(Topic topic, int partition, List<? extends Event> events) {
        List<ReceivedRecord> records = new ArrayList<>();
        for (Event event : events) {
            EventCodec.Encoded encoded = EventCodec.encode("test", AT, event);
            records.add(new ReceivedRecord(
                    new Origin(topic.wireName(), partition, records.size()),
                    AT,
                    event.key().getBytes(StandardCharsets.UTF_8),
                    encoded.headers(),
                    encoded.value()));
        }
        return records;
    }
}
