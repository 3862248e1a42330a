package dev.millrace.messaging.streams;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import java.time.Clock;
import java.util.Arrays;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Builds topologies of events: sources and sinks are topics of the table and carry its names. */
public final class EventTopology {
    private final Topology topology = new Topology();
    private final OutgoingEventSerializer serializer;

    /** @param source who says the events, as in {@code millrace/cleaning} */
    public EventTopology(String source, Clock clock) {
        this.serializer = new OutgoingEventSerializer(source, clock);
    }

    public Topology topology() {
        return topology;
    }

    /** Adds a source named after the topic. */
    public EventTopology source(Topic topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                topic.wireName(),
                new StringDeserializer(),
                new EventDeserializer(),
                topic.wireName());
        return this;
    }

    /** Adds a sink named {@code to-<topic>} behind the processors. */
    public EventTopology sink(Topic topic, String... processors) {
        topology.addSink(
                sinkName(topic),
                topic.wireName(),
                new StringSerializer(),
                serializer,
                new OutgoingEventPartitioner(),
                processors);
        return this;
    }

    /** Adds sinks for several topics behind the same processors. */
    public EventTopology sinks(Topic[] topics, String... processors) {
        Arrays.stream(topics).forEach(topic -> sink(topic, processors));
        return this;
    }

    /** Sends an event to its topic's sink, which must stand behind the context's processor. */
    public static void send(ProcessorContext<String, OutgoingEvent> context, OutgoingEvent event, long timestamp) {
        Event data = event.data();
        context.forward(new Record<>(data.key(), event, timestamp), sinkName(event.topic()));
    }

    private static String sinkName(Topic topic) {
        return "to-" + topic.wireName();
    }
}
