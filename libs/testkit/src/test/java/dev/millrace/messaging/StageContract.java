package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.Folders;
import dev.millrace.testkit.TestTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The stage loop on a real broker: each record has its effect once, whatever happens on the way (I1, I13). */
abstract class StageContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 4;

    private final List<Stage> stages = new ArrayList<>();
    private String bootstrapServers;
    private KafkaClients clients;

    /** Starts a broker without topics, and says where it is. */
    abstract String openBroker();

    abstract void closeBroker();

    @BeforeEach
    void startBroker() {
        bootstrapServers = openBroker();
        clients = clients("0");
        new Topics(clients, PARTITIONS).ensure(true);
    }

    @AfterEach
    void stopAll() {
        stages.forEach(Stage::close);
        closeBroker();
    }

    @Test
    void everyRecordHasItsEffectOnceThoughTheStoreFailsAndReplicasComeAndGo() {
        // Given
        Random random = new Random(7);
        BatchHandler flaky = batch -> {
            synchronized (random) {
                if (random.nextInt(4) == 0) {
                    throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "for the test");
                }
            }
            return forward(batch);
        };
        Set<String> expected = submit(0, 3000);

        // When
        Stage first = run("0", flaky);
        Await.until("some are through", PATIENCE, () -> results().size() > 200);
        Stage second = run("1", flaky);
        expected.addAll(submit(3000, 3000));
        Await.until("more are through", PATIENCE, () -> results().size() > 3500);
        first.close();
        run("2", flaky);
        expected.addAll(submit(6000, 1000));
        Await.until("all are through", PATIENCE, () -> results().size() >= expected.size());
        second.close();

        // Then
        Map<String, Integer> counts = new HashMap<>();
        results().forEach(request -> counts.merge(request, 1, Integer::sum));
        assertThat(counts.keySet()).isEqualTo(expected);
        assertThat(counts.values()).containsOnly(1);
    }

    @Test
    void aRecordThatMeetsOurMistakeIsDeadLetteredWithItsEvidenceAndTheNextIsServed() {
        // Given
        BatchHandler handler = batch -> {
            if (batch.stream().anyMatch(record -> request(record).equals("r-3"))) {
                throw new IllegalStateException("for the test");
            }
            return forward(batch);
        };

        // When
        run("0", handler);
        submit(0, 10);
        Await.until("the others are through", PATIENCE, () -> results().size() == 9);

        // Then
        assertThat(results()).doesNotContain("r-3");
        List<ConsumerRecord<byte[], byte[]>> letters =
                TestTopics.records(clients, Topic.DOCUMENTS_SUBMITTED.deadLetters());
        assertThat(letters).hasSize(1);
        ReceivedRecord letter = ReceivedRecord.of(letters.getFirst());
        assertThat(request(letter)).isEqualTo("r-3");
        assertThat(new String(letter.headers().get("dead-letter-cause"), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("INTERNAL_ERROR");
    }

    @Test
    void severalMistakesInARowStopTheStageAndLoseNothing() {
        // Given
        AtomicInteger stopped = new AtomicInteger();
        StageListener listener = new StageListener() {
            @Override
            public void stopped(String channel, Throwable cause) {
                stopped.incrementAndGet();
            }
        };
        Stage broken =
                new Stage(clients, StageSettings.of("test", Topic.DOCUMENTS_SUBMITTED), StageContract::fail, listener);
        stages.add(broken);
        submit(0, 50);

        // When
        broken.start();
        Await.until("the stage stops", PATIENCE, () -> stopped.get() == 1);
        run("0", StageContract::forward);
        Await.until("the rest is through", PATIENCE, () -> results().size() + letters() == 50);

        // Then
        assertThat(letters()).isBetween(1, 10);
    }

    /** F10: a file in the folder's place takes what no disk has to give. */
    @Test
    void withoutRoomForItsNoteAStageWaitsAndLosesNothing(@TempDir Path folder) throws IOException {
        // Given
        Path data = folder.resolve("data");
        Path note = data.resolve("note");
        StageSettings noting = new StageSettings(
                "test", List.of(Topic.DOCUMENTS_SUBMITTED), 50, Duration.ofMillis(20), Duration.ofMinutes(1), note);
        Set<ErrorCode> waits = ConcurrentHashMap.newKeySet();
        StageListener listener = new StageListener() {
            @Override
            public void waiting(String channel, ErrorCode code, int attempt) {
                waits.add(code);
            }
        };
        Stage stage = new Stage(clients("0"), noting, StageContract::forward, listener);
        stages.add(stage);
        Set<String> expected = submit(0, 20);
        stage.start();
        Await.until("they are through", PATIENCE, () -> results().size() == 20 && Files.size(note) == 0);

        // When
        Folders.delete(data);
        Files.createFile(data);
        expected.addAll(submit(20, 20));
        Await.until("it waits", PATIENCE, () -> waits.contains(ErrorCode.DISK_FULL));
        assertThat(results()).hasSize(20);
        Files.delete(data);
        Await.until("all are through", PATIENCE, () -> results().size() >= expected.size());

        // Then
        assertThat(results()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(letters()).isZero();
        assertThat(stage.isRunning()).isTrue();
    }

    @Test
    void aPausedReplicaThatWasReplacedCommitsNothing() throws Exception {
        // Given
        Map<String, Integer> entered = new ConcurrentHashMap<>();
        java.util.concurrent.CountDownLatch hold = new java.util.concurrent.CountDownLatch(1);
        BatchHandler slow = batch -> {
            if (entered.merge("slow", 1, Integer::sum) == 1) {
                awaitQuietly(hold);
            }
            return forward(batch);
        };
        StageSettings impatient = new StageSettings(
                "test", List.of(Topic.DOCUMENTS_SUBMITTED), 500, Duration.ofMillis(50), Duration.ofSeconds(7), null);
        Stage zombie = new Stage(clients("0"), impatient, slow, new StageListener() {});
        stages.add(zombie);
        Set<String> expected = submit(0, 100);
        zombie.start();
        Await.until("the zombie holds a batch", PATIENCE, () -> entered.containsKey("slow"));

        // When
        Stage heir = new Stage(clients("1"), impatient, StageContract::forward, new StageListener() {});
        stages.add(heir);
        heir.start();
        Await.until("the heir has done the work", PATIENCE, () -> results().size() >= expected.size());
        hold.countDown();
        expected.addAll(submit(100, 100));
        Await.until("both go on", PATIENCE, () -> results().size() >= expected.size());

        // Then
        assertThat(results()).hasSize(expected.size()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void awaitQuietly(java.util.concurrent.CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<OutgoingEvent> fail(List<ReceivedRecord> batch) {
        throw new IllegalStateException("for the test");
    }

    private KafkaClients clients(String slot) {
        return new KafkaClients(
                new KafkaSettings(bootstrapServers, "test", slot, Map.of("session.timeout.ms", "6000")));
    }

    private Stage run(String slot, BatchHandler handler) {
        StageSettings settings = new StageSettings(
                "test", List.of(Topic.DOCUMENTS_SUBMITTED), 50, Duration.ofMillis(20), Duration.ofMinutes(1), null);
        Stage stage = new Stage(clients(slot), settings, handler, new StageListener() {});
        stages.add(stage);
        stage.start();
        return stage;
    }

    private static List<OutgoingEvent> forward(List<ReceivedRecord> batch) {
        return batch.stream()
                .map(record -> OutgoingEvent.to(
                        Topic.DOCUMENTS_INGESTED, record.event().data()))
                .toList();
    }

    private static String request(ReceivedRecord record) {
        return request(record.event().data());
    }

    private static String request(Event event) {
        return ((DatasetRequested) event).request();
    }

    private Set<String> submit(int from, int count) {
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            publisher.publish(IntStream.range(from, from + count)
                    .mapToObj(i -> OutgoingEvent.to(
                            Topic.DOCUMENTS_SUBMITTED,
                            i % PARTITIONS,
                            new DatasetRequested("r-" + i, "c-" + i, false, Instant.EPOCH, "test")))
                    .toList());
        }
        return IntStream.range(from, from + count).mapToObj(i -> "r-" + i).collect(Collectors.toSet());
    }

    private List<String> results() {
        return TestTopics.records(clients, Topic.DOCUMENTS_INGESTED.wireName()).stream()
                .map(record -> request(ReceivedRecord.of(record)))
                .toList();
    }

    private int letters() {
        return TestTopics.records(clients, Topic.DOCUMENTS_SUBMITTED.deadLetters())
                .size();
    }
}
