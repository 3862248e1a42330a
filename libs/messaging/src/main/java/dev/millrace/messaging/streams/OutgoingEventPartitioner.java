package dev.millrace.messaging.streams;

import dev.millrace.contracts.event.OutgoingEvent;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** The event's own partition where it names one, else Kafka's choice by key. */
public final class OutgoingEventPartitioner implements StreamPartitioner<String, OutgoingEvent> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, OutgoingEvent event, int numPartitions) {
        return Optional.ofNullable(event.partition()).map(Set::of);
    }
}
