package dev.millrace.gateway.messaging;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.gateway.access.Caller;
import dev.millrace.gateway.answer.Refusal;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.ReceivedRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Follows topics from a position and writes each event as a server-sent event, until the reader goes away. */
public final class EventTail {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, Long> positions;
    private final Caller caller;
    private final Function<String, Optional<String>> collectionOfRun;
    private final BooleanSupplier open;

    /**
     * What a server-sent event holds.
     *
     * @param type the event's wire name
     * @param data the event
     */
    public record StreamedEvent(String topic, int partition, long offset, String type, String time, Object data) {}

    private EventTail(
            Consumer<byte[], byte[]> consumer,
            Map<String, Long> positions,
            Caller caller,
            Function<String, Optional<String>> collectionOfRun,
            BooleanSupplier open) {
        this.consumer = consumer;
        this.positions = positions;
        this.caller = caller;
        this.collectionOfRun = collectionOfRun;
        this.open = open;
    }

    /**
     * @param from {@code earliest}, {@code latest} or the id of an event
     * @param collectionOfRun tells whose a run's steps are
     * @param open false once the reader has gone away
     */
    public static EventTail open(
            KafkaClients clients,
            List<Topic> topics,
            String from,
            Caller caller,
            Function<String, Optional<String>> collectionOfRun,
            BooleanSupplier open) {
        Map<String, Long> given = from.equals("earliest") || from.equals("latest") ? Map.of() : decode(from);
        Consumer<byte[], byte[]> consumer = clients.reader();
        try {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic.wireName()).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<String, Long> positions = new TreeMap<>();
            for (TopicPartition partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                long start = from.equals("latest") ? end : given.getOrDefault(name(partition), 0L);
                requireThere(start, end);
                consumer.seek(partition, start);
                positions.put(name(partition), start);
            }
            return new EventTail(consumer, positions, caller, collectionOfRun, open);
        } catch (KafkaException e) {
            consumer.close();
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "Kafka does not answer", e);
        } catch (Refusal e) {
            consumer.close();
            throw e;
        }
    }

    /** Who goes on behind an event of topics that have been made anew since would hear everything again, or nothing. */
    private static void requireThere(long start, long end) {
        if (start > end) {
            throw Refusal.parameter("from", "The position lies behind the end of the topic.")
                    .limit(end, start);
        }
    }

    public void writeTo(OutputStream out) throws IOException {
        try (consumer) {
            write(out, ": begin\n\n");
            long quiet = System.nanoTime();
            while (open.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
                for (var record : consumer.poll(POLL)) {
                    positions.put(name(new TopicPartition(record.topic(), record.partition())), record.offset() + 1);
                    if (tell(ReceivedRecord.of(record), out)) {
                        quiet = System.nanoTime();
                    }
                }
                if (System.nanoTime() - quiet > HEARTBEAT.toNanos()) {
                    write(out, ": still here\n\n");
                    quiet = System.nanoTime();
                }
            }
        }
    }

    private boolean tell(ReceivedRecord record, OutputStream out) throws IOException {
        JsonNode data = data(record);
        if (data == null || !caller.mayUse(collection(data))) {
            return false;
        }
        StreamedEvent event = new StreamedEvent(
                record.origin().topic(),
                record.origin().partition(),
                record.origin().offset(),
                header(record, "ce_type"),
                header(record, "ce_time"),
                data);
        write(
                out,
                "id: " + encode(positions) + "\nevent: " + event.type() + "\ndata: "
                        + new String(Json.write(event), StandardCharsets.UTF_8) + "\n\n");
        return true;
    }

    /** Null for what is none of our events: it ends nobody's stream. */
    private static @Nullable JsonNode data(ReceivedRecord record) {
        try {
            return record.value() == null
                    ? Json.mapper().nullNode()
                    : Json.mapper().readTree(record.value());
        } catch (IOException e) {
            return null;
        }
    }

    /** What belongs to no collection is only for callers who may use all; no collection has an empty name. */
    private String collection(JsonNode data) {
        JsonNode direct = data.path("collection");
        if (direct.isTextual()) {
            return direct.asText();
        }
        JsonNode run = data.path("run");
        return run.isTextual()
                ? collectionOfRun.apply(run.asText()).orElse("")
                : data.path("document").path("collection").asText("");
    }

    private static String header(ReceivedRecord record, String name) {
        byte[] value = record.headers().get(name);
        return value == null ? "" : new String(value, StandardCharsets.UTF_8).replaceAll("[\\r\\n]", " ");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String name(TopicPartition partition) {
        return partition.topic() + ":" + partition.partition();
    }

    private static String encode(Map<String, Long> positions) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(positions));
    }

    private static Map<String, Long> decode(String id) {
        try {
            Map<String, Long> positions = Json.mapper()
                    .readValue(Base64.getUrlDecoder().decode(id), new TypeReference<Map<String, Long>>() {});
            if (positions == null) {
                throw new IllegalArgumentException("null is no position");
            }
            positions.values().removeIf(offset -> offset == null || offset < 0);
            return positions;
        } catch (IOException | IllegalArgumentException e) {
            throw Refusal.parameter("from", "from is earliest, latest or the id of an event.");
        }
    }
}
