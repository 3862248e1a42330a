package dev.millrace.formatting.seal;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetPartial;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.EventCodec;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.formatting.FormattedRows;
import dev.millrace.storage.InMemoryObjectStore;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.StorageLimits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The table and the merge without a broker; partitions other than the first are played by their partials. */
class SealTopologyTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");
    private final DatasetObjects objects = new DatasetObjects(store, StorageLimits.defaults());
    private @Nullable TopologyTestDriver running;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        settings.put(
                StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
                org.apache.kafka.common.serialization.Serdes.StringSerde.class);
        running = new TopologyTestDriver(
                SealTopology.of(
                        objects,
                        collection -> collection.equals("lost") ? Optional.empty() : Optional.of(Recipe.defaults()),
                        TIMEOUT,
                        Clock.systemUTC()),
                settings,
                Instant.parse("2025-03-01T08:00:00Z"));
    }

    @AfterEach
    void stop() {
        driver().close();
        store.close();
    }

    @Test
    void whatLiesAheadOfTheMarkerIsInAndWhatLiesBehindIsNot() {
        send(FormattedRows.kept("c", "a", 1, 1, false), FormattedRows.kept("c", "b", 1, 1, false));
        send(FormattedRows.gone("c", "b", 2));
        send(marker("first", "c", 1));
        send(FormattedRows.kept("c", "late", 1, 1, false), FormattedRows.gone("c", "a", 2));
        send(marker("second", "c", 1));

        List<DatasetSealed> sealed = sealed();
        assertThat(sealed).extracting(DatasetSealed::request).containsExactly("first", "second");
        assertThat(documents(sealed.get(0))).containsExactly("a");
        assertThat(documents(sealed.get(1))).containsExactly("late");
    }

    /** I12. */
    @Test
    void aStaleRowOverwritesNothing() {
        send(FormattedRows.kept("c", "a", 5, 1, false), FormattedRows.gone("c", "a", 4));
        send(FormattedRows.gone("c", "b", 7), FormattedRows.kept("c", "b", 6, 1, false));
        send(marker("seal", "c", 1));

        assertThat(documents(sealed().getFirst())).containsExactly("a");
    }

    @Test
    void otherCollectionsAreNotInAlsoWhenTheirNamesBeginAlike() {
        send(FormattedRows.kept("c", "a", 1, 1, false), FormattedRows.kept("c-2", "b", 1, 1, false));
        send(FormattedRows.kept("c2", "c", 1, 1, false), marker("seal", "c", 1));

        assertThat(documents(sealed().getFirst())).containsExactly("a");
    }

    @Test
    void nothingIsSealedBeforeTheLastPartitionHandsIn() {
        send(FormattedRows.kept("c", "a", 1, 1, false), marker("seal", "c", 3));
        handIn(partial("seal", 2, 3, FormattedRows.kept("c", "z", 1, 1, false)));
        assertThat(sealed()).isEmpty();

        handIn(partial("seal", 1, 3, FormattedRows.kept("c", "m", 1, 1, false)));

        assertThat(documents(sealed().getFirst())).containsExactly("a", "m", "z");
    }

    /** I13: whatever a request is told twice, it is answered once. */
    @Test
    void repeatedMarkersPartialsAndRequestsChangeNothing() {
        DatasetRequested request = new DatasetRequested("seal", "c", true, Instant.EPOCH, "test");
        DatasetPartial second = partial("seal", 1, 2, FormattedRows.kept("c", "z", 1, 1, false));
        DatasetPartial other = partial("seal", 1, 2, FormattedRows.kept("c", "another", 1, 1, false));
        pipe(Topic.DATASETS_REQUESTED, request);
        send(FormattedRows.kept("c", "a", 1, 1, false), marker("seal", "c", 2), marker("seal", "c", 2));
        handIn(second);
        handIn(other);
        send(marker("seal", "c", 2));
        pipe(Topic.DATASETS_REQUESTED, request);

        assertThat(sealed())
                .singleElement()
                .satisfies(each -> assertThat(documents(each)).containsExactly("a", "z"));
    }

    /** I15: sealed means sealed. */
    @Test
    void theSameContentIsTheSameVersionAndNothingIsWrittenAnew() {
        send(FormattedRows.kept("c", "a", 1, 1, false), marker("first", "c", 1));
        List<String> keys = keys();
        send(FormattedRows.kept("c", "b", 1, 1, false), FormattedRows.gone("c", "b", 2), marker("second", "c", 1));

        List<DatasetSealed> sealed = sealed();
        assertThat(sealed.get(1).version()).isEqualTo(sealed.get(0).version());
        assertThat(sealed.get(1).manifest()).isEqualTo(sealed.get(0).manifest());
        assertThat(keys()).isEqualTo(keys);
    }

    private List<String> keys() {
        return store.list("datasets/").stream().map(Object::toString).toList();
    }

    @Test
    void aRequestThatIsNotAnsweredInTimeFailsOnceAndStaysFailed() {
        pipe(Topic.DATASETS_REQUESTED, new DatasetRequested("seal", "c", true, Instant.EPOCH, "test"));
        driver().advanceWallClockTime(TIMEOUT.minusMinutes(1));
        assertThat(failed()).isEmpty();

        driver().advanceWallClockTime(Duration.ofMinutes(2));
        driver().advanceWallClockTime(TIMEOUT);
        send(FormattedRows.kept("c", "a", 1, 1, false), marker("seal", "c", 1));

        assertThat(failed()).singleElement().satisfies(failed -> {
            assertThat(failed.request()).isEqualTo("seal");
            assertThat(failed.code()).isEqualTo(ErrorCode.DATASET_TIMEOUT);
        });
        assertThat(sealed()).isEmpty();
    }

    @Test
    void withoutAnExampleOrACollectionThereIsNoDataset() {
        send(FormattedRows.kept("c", "a", 1, 0, false), marker("empty", "c", 1), marker("unknown", "lost", 1));

        assertThat(failed())
                .extracting(failed -> Map.entry(failed.request(), failed.code()))
                .containsExactly(
                        Map.entry("empty", ErrorCode.DATASET_EMPTY),
                        Map.entry("unknown", ErrorCode.COLLECTION_UNKNOWN));
        assertThat(sealed()).isEmpty();
    }

    private TopologyTestDriver driver() {
        return Objects.requireNonNull(running);
    }

    private static PipelineMarker marker(String request, String collection, int partitions) {
        return new PipelineMarker(request, collection, 0, 0, partitions);
    }

    private DatasetPartial partial(String request, int partition, int partitions, DocumentFormatted row) {
        return new DatasetPartial(request, "c", partition, partitions, 1, objects.writePartial(Stream.of(row)));
    }

    private void send(Event... events) {
        Stream.of(events).forEach(event -> pipe(Topic.DOCUMENTS_FORMATTED, event));
    }

    private void handIn(DatasetPartial partial) {
        pipe(Topic.DATASETS_PARTIALS, partial);
    }

    private void pipe(Topic topic, Event event) {
        EventCodec.Encoded encoded = EventCodec.encode("test", Instant.EPOCH, event);
        RecordHeaders headers = new RecordHeaders();
        encoded.headers().forEach(headers::add);
        driver().createInputTopic(topic.wireName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(event.key().getBytes(StandardCharsets.UTF_8), encoded.value(), headers));
    }

    private List<DatasetSealed> sealed() {
        return out(Topic.DATASETS_SEALED, DatasetSealed.class);
    }

    private List<DatasetFailed> failed() {
        return out(Topic.DATASETS_FAILED, DatasetFailed.class);
    }

    /** What has come out since it was last asked for. */
    private <E extends Event> List<E> out(Topic topic, Class<E> type) {
        return driver()
                .createOutputTopic(topic.wireName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .map(record -> Json.read(record.value(), type))
                .toList();
    }

    private List<String> documents(DatasetSealed sealed) {
        ObjectReader reader = new ObjectReader(store, StorageLimits.defaults());
        DatasetManifest manifest = Json.read(reader.read(sealed.manifest()), DatasetManifest.class);
        assertThat(manifest.version()).isEqualTo(sealed.version());
        return new String(reader.read(manifest.rows()), StandardCharsets.UTF_8)
                .lines()
                .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), DatasetRow.class)
                        .documentId())
                .toList();
    }
}
