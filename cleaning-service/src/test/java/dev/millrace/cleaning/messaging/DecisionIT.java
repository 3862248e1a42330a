package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.Topics;
import dev.millrace.messaging.streams.StreamsRunner;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.LocalKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The decision on a real broker with several partitions, replicas that come and go, and records that come twice (I4, I12, I13). */
class DecisionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 3;

    private final List<StreamsRunner> replicas = new ArrayList<>();

    @TempDir
    private Path data;

    private LocalKafka kafka;
    private KafkaClients clients;

    @BeforeEach
    void startBroker() {
        kafka = LocalKafka.start();
        clients = clients("test");
        new Topics(clients, PARTITIONS).ensure(true);
    }

    @AfterEach
    void stopAll() {
        replicas.forEach(StreamsRunner::close);
        kafka.close();
    }

    @Test
    void twoReplicasOnThreePartitionsDecideAsIfAllHadComeAtOnceThoughOneLeavesAndComesBackWithoutItsState() {
        // Given
        Random random = new Random(5);
        History history = History.draw(random, 60, 25, 1200);
        List<History.Step> arrivals = new ArrayList<>(history.steps());
        arrivals.addAll(history.steps().subList(0, 100));
        Collections.shuffle(arrivals, random);
        replica("0", "first-folder");
        StreamsRunner second = replica("1", "second-folder");

        // When
        submit(arrivals.subList(0, 500));
        Await.until("some are decided", PATIENCE, () -> !cleaned().decisions().isEmpty());
        second.close();
        submit(arrivals.subList(500, 900));
        seal("first");
        Await.until("the first marker is through", PATIENCE, () -> cleaned().markers("first") == PARTITIONS);
        replica("1", "another-folder");
        submit(arrivals.subList(900, arrivals.size()));
        seal("second");
        Await.until("the second marker is through", PATIENCE, () -> cleaned().markers("second") == PARTITIONS);

        // Then
        TopicLog log = cleaned();
        assertThat(log.decisionsBefore("first")).isEqualTo(new History(arrivals.subList(0, 900)).expected());
        assertThat(log.decisionsBefore("second")).isEqualTo(history.expected());
        assertThat(log.decisions()).isEqualTo(history.expected());
        assertSequencesGrow(log);
    }

    private static void assertSequencesGrow(TopicLog log) {
        Map<String, Long> last = new HashMap<>();
        for (DocumentDecided decided : log.all(DocumentDecided.class)) {
            assertThat(decided.sequence()).isEqualTo(last.getOrDefault(decided.key(), 0L) + 1);
            last.put(decided.key(), decided.sequence());
        }
    }

    private void submit(List<History.Step> steps) {
        publish(steps.stream()
                .map(step -> OutgoingEvent.to(Topic.DOCUMENTS_FEATURES, History.event(step)))
                .toList());
    }

    private void seal(String request) {
        List<OutgoingEvent> markers = new ArrayList<>();
        for (int to = 0; to < PARTITIONS; to++) {
            for (int from = 0; from < PARTITIONS; from++) {
                PipelineMarker marker = new PipelineMarker(request, "c", to, from, PARTITIONS);
                markers.add(OutgoingEvent.to(Topic.DOCUMENTS_FEATURES, to, marker));
            }
        }
        publish(markers);
    }

    private void publish(List<OutgoingEvent> events) {
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            publisher.publish(events);
        }
    }

    private TopicLog cleaned() {
        return TopicLog.read(clients, Topic.DOCUMENTS_CLEANED);
    }

    private StreamsRunner replica(String slot, String folder) {
        StreamsRunner runner = new StreamsRunner(
                clients(slot).settings(),
                CleaningTopology.APPLICATION,
                CleaningTopology.of(PARTITIONS, Mechanism.standard(), Clock.systemUTC()),
                data.resolve(folder),
                new StageListener() {});
        replicas.add(runner);
        runner.start();
        return runner;
    }

    private KafkaClients clients(String slot) {
        return new KafkaClients(new KafkaSettings(kafka.bootstrapServers(), "cleaning", slot, Map.of()));
    }
}
