package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.streams.EventDeserializer;
import dev.millrace.messaging.streams.OutgoingEventSerializer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The topology as Streams runs it, with its stores on disk (I4, I13). */
class CleaningTopologyTest {
    @TempDir
    private Path state;

    private TopologyTestDriver driver;
    private TestInputTopic<String, OutgoingEvent> features;
    private TestOutputTopic<String, Event> cleaned;
    private TestOutputTopic<String, Event> receipts;

    @BeforeEach
    void open() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(CleaningTopology.of(1, Mechanism.standard(), Clock.systemUTC()), config);
        features = driver.createInputTopic(
                Topic.DOCUMENTS_FEATURES.wireName(),
                new StringSerializer(),
                new OutgoingEventSerializer("test", Clock.systemUTC()));
        cleaned = output(Topic.DOCUMENTS_CLEANED);
        receipts = output(Topic.DOCUMENTS_RECEIPTS);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aHistoryInAnyOrderEndsInTheSameDecisions() {
        Random random = new Random(3);
        History history = History.draw(random, 10, 5, 90);
        List<History.Step> arrivals = new ArrayList<>(history.steps());
        Collections.shuffle(arrivals, random);

        arrivals.forEach(step -> send(History.event(step)));

        Map<String, String> decisions = new TreeMap<>();
        cleaned.readValuesToList().stream()
                .map(DocumentDecided.class::cast)
                .forEach(decided -> decisions.put(decided.key(), History.tell(decided)));
        assertThat(decisions).isEqualTo(history.expected());
    }

    @Test
    void aRepeatedSubmissionSaysNothingNew() {
        History.Step step = History.draw(new Random(4), 1, 3, 1).steps().getFirst();

        send(History.event(step));
        send(History.event(step));

        assertThat(cleaned.readValuesToList()).hasSize(1);
        assertThat(receipts.readValuesToList())
                .singleElement()
                .isInstanceOfSatisfying(
                        DocumentReceipt.class,
                        receipt -> assertThat(receipt.documentId())
                                .isEqualTo(step.document().documentId()));
    }

    @Test
    void aMarkerPassesBothStoresOnceThoughItIsRepeated() {
        PipelineMarker marker = new PipelineMarker("request", "c", 0, 0, 1);

        send(marker);
        send(marker);

        assertThat(cleaned.readValuesToList()).containsExactly(marker);
    }

    private void send(Event event) {
        features.pipeInput(event.key(), OutgoingEvent.to(Topic.DOCUMENTS_FEATURES, event));
    }

    private TestOutputTopic<String, Event> output(Topic topic) {
        return driver.createOutputTopic(topic.wireName(), new StringDeserializer(), new EventDeserializer());
    }
}
