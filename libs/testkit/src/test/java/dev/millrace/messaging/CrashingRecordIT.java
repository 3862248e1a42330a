package dev.millrace.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.LocalKafka;
import dev.millrace.testkit.TestTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records that end a process with two channels, on a real broker: they are set aside, and all others have their effect once, also those that
 * the other channel had in hand (F12, I1, I11).
 */
class CrashingRecordIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int PARTITIONS = 2;
    private static final int MOST_STARTS = 25;
    /** More than the process may hold. */
    private static final int BOMB = 80 << 20;

    @TempDir
    private Path folder;

    private LocalKafka kafka;
    private KafkaClients clients;
    private @Nullable Process process;
    private int starts;

    @BeforeEach
    void startBroker() {
        kafka = LocalKafka.start();
        clients = new KafkaClients(new KafkaSettings(kafka.bootstrapServers(), "test", "9", Map.of()));
        new Topics(clients, PARTITIONS).ensure(true);
    }

    @AfterEach
    void stopAll() {
        if (process != null) {
            process.destroyForcibly();
        }
        kafka.close();
    }

    @Test
    void recordsThatEndTheProcessInHandAreDeadLetteredAndAllOthersAreServed() {
        // Given
        submit(IntStream.range(0, 150).mapToObj(i -> "r-" + i));
        submit(Stream.of("poison-0", "poison-1"));
        submit(IntStream.range(150, 300).mapToObj(i -> "r-" + i));

        // When
        Await.until(
                "all are through",
                PATIENCE,
                () -> keepRunning() && results().size() + letters().size() >= 302);

        // Then
        assertThat(results())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> "r-" + i).toList());
        assertThat(letters()).extracting(CrashingRecordIT::request).containsExactlyInAnyOrder("poison-0", "poison-1");
        assertThat(letters()).extracting(letter -> header(letter, "cause")).containsOnly("REPEATED_CRASH");
        assertThat(starts).isGreaterThan(2);
    }

    /** The client unpacks a record before anybody can look at it; what is behind it in its batch cannot be reached either. */
    @Test
    void recordsThatUnpackToMoreThanTheHeapAreDeadLetteredByTheirPlaceAndAllOthersAreServed() throws Exception {
        // Given
        submit(IntStream.range(0, 20).mapToObj(i -> "r-" + i));
        long offset = bombAndWhatIsBehindIt();
        submit(IntStream.range(20, 40).mapToObj(i -> "r-" + i));

        // When
        Await.until(
                "all are through",
                PATIENCE,
                () -> keepRunning() && results().size() + letters().size() >= 42);

        // Then
        assertThat(results())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).mapToObj(i -> "r-" + i).toList());
        assertThat(letters())
                .extracting(letter -> header(letter, "partition") + "@" + header(letter, "offset"))
                .containsExactly("0@" + offset, "0@" + (offset + 1));
        assertThat(letters()).extracting(letter -> header(letter, "cause")).containsOnly("REPEATED_CRASH");
    }

    /** As a launcher does. */
    private boolean keepRunning() {
        if (process == null || !process.isAlive()) {
            assertThat(++starts).isLessThanOrEqualTo(MOST_STARTS);
            process = start();
        }
        return true;
    }

    private Process start() {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingStage.class.getName(),
                kafka.bootstrapServers(),
                folder.toString()));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void submit(Stream<String> requests) {
        List<String> all = requests.toList();
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            publisher.publish(IntStream.range(0, all.size())
                    .mapToObj(i -> OutgoingEvent.to(
                            Topic.DOCUMENTS_SUBMITTED,
                            i % PARTITIONS,
                            new DatasetRequested(all.get(i), "c", false, Instant.EPOCH, "test")))
                    .toList());
        }
    }

    /** Returns the bomb's offset in partition 0. */
    private long bombAndWhatIsBehindIt() throws Exception {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "compression.type",
                "gzip",
                "linger.ms",
                60_000,
                "batch.size",
                BOMB + (8 << 20),
                "max.request.size",
                BOMB + (16 << 20),
                "buffer.memory",
                2L * BOMB);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = Topic.DOCUMENTS_SUBMITTED.wireName();
            var bomb = producer.send(new ProducerRecord<>(topic, 0, null, new byte[BOMB]));
            var behind = producer.send(new ProducerRecord<>(topic, 0, null, new byte[1]));
            producer.flush();
            assertThat(behind.get().offset()).isEqualTo(bomb.get().offset() + 1);
            return bomb.get().offset();
        }
    }

    private static String request(ConsumerRecord<byte[], byte[]> record) {
        return ((DatasetRequested) ReceivedRecord.of(record).event().data()).request();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader("dead-letter-" + name).value(), StandardCharsets.UTF_8);
    }

    private List<String> results() {
        return TestTopics.records(clients, Topic.DOCUMENTS_INGESTED.wireName()).stream()
                .map(CrashingRecordIT::request)
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> letters() {
        return TestTopics.records(clients, Topic.DOCUMENTS_SUBMITTED.deadLetters());
    }
}
