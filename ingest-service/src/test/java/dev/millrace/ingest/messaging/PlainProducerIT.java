package dev.millrace.ingest.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.ingest.IngestConfigs;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.extract.Extractors;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.Recipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.Topics;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.LocalKafka;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A producer that knows Kafka and docs/events, and nothing else of ours, on a real broker and a real store. */
class PlainProducerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PROMPT = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 2;

    @TempDir
    private Path data;

    private LocalKafka kafka;
    private ObjectStore store;
    private Recipes recipes;
    private Stage stage;
    private KafkaProducer<byte[], byte[]> producer;
    private StoreAddress address;

    @BeforeEach
    void start() {
        kafka = LocalKafka.start();
        KafkaClients clients = new KafkaClients(new KafkaSettings(kafka.bootstrapServers(), "ingest", "0", Map.of()));
        new Topics(clients, PARTITIONS).ensure(true);
        Recipe recipe = Recipe.defaults();
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            publisher.publish(OutgoingEvent.to(
                    Topic.COLLECTIONS,
                    new CollectionRecorded("handbook", recipe.version(), true, recipe, Instant.EPOCH, "test")));
        }
        address = TestEnvironment.shared().newBucket();
        store = ObjectStores.connect(StoreSettings.of(
                address.endpoint(), address.region(), address.accessKey(), address.secretKey(), address.bucket()));
        recipes = new Recipes(clients);
        recipes.start();
        stage = IngestChannel.stage(
                clients,
                store,
                recipes,
                new IngestStep(new Extractors(), 100L << 20),
                IngestConfigs.of(Map.of()),
                PARTITIONS,
                data,
                new StageListener() {});
        stage.start();
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        64 << 20,
                        "buffer.memory",
                        128L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        stage.close();
        recipes.close();
        store.close();
        kafka.close();
    }

    @Test
    void aDocumentInBothModesIsAcceptedStoredAndToldOfInAReceipt() throws Exception {
        send(
                null,
                "# Leave\n\nAsk early.",
                headers("s-1", Map.of("ce_subject", "leave.md", "ce_filename", "leave.md")));
        send(
                "{\"specversion\":\"1.0\",\"type\":\"dev.millrace.document.raw.v1\",\"id\":\"s-2\",\"source\":\"urn:plain\","
                        + "\"collection\":\"handbook\",\"subject\":\"travel\",\"data\":\"Book the train.\"}",
                Map.of("content-type", "application/cloudevents+json"));

        Await.until("receipts are there", PATIENCE, () -> receipts().size() == 2);

        assertThat(receipts()).isEqualTo(Map.of("s-1", "accepted null leave.md", "s-2", "accepted null travel"));
        List<JsonNode> ingested = values("documents.ingested");
        assertThat(ingested).hasSize(2).allSatisfy(event -> {
            assertThat(store.head(event.at("/raw/key").asText())).isPresent();
            assertThat(store.head(event.at("/text/key").asText())).isPresent();
        });
        assertThat(ingested.getFirst().path("title").asText()
                        + ingested.getLast().path("title").asText())
                .isEqualTo("Leave");
    }

    /** F12, I18: each bad record has its code, and the next good one is served promptly. */
    @Test
    void badRecordsAreRejectedWithACodeAndTheNextIsServed() throws Exception {
        send(null, "warm", headers("warm", Map.of()));
        Await.until("the first is served", PATIENCE, () -> receipts().containsKey("warm"));
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("warm", "accepted");
        send(null, null, Map.of());
        send(null, "no headers", Map.of());
        bad(expected, "EVENT_TYPE_UNKNOWN", "x", Map.of("ce_type", "dev.example.v9"));
        bad(expected, "COLLECTION_NAME_INVALID", "x", Map.of("ce_collection", "../../etc"));
        bad(expected, "COLLECTION_UNKNOWN", "x", Map.of("ce_collection", "nowhere"));
        bad(expected, "ATTRIBUTE_INVALID", "x", Map.of("ce_time", "+999999999-12-31T00:00:00Z"));
        bad(expected, "ATTRIBUTE_INVALID", "x", Map.of("ce_subject", "a\u0000b"));
        bad(expected, "CONTENT_EMPTY", "", Map.of());
        bad(expected, "DOCUMENT_WITHOUT_TEXT", " \n ", Map.of());
        bad(expected, "MEDIA_TYPE_UNSUPPORTED", "a\u0000b\u0001c", Map.of());
        bad(expected, "DOCUMENT_UNREADABLE", "%PDF-1.7 cut", Map.of());
        bad(expected, "EVENT_TOO_LARGE", "a".repeat(40 << 20), Map.of());
        Map<String, String> json = Map.of("ce_type", "dev.millrace.document.submitted.v1");
        bad(expected, "EVENT_UNREADABLE", "{", json);
        bad(expected, "EVENT_UNREADABLE", "null", json);
        bad(expected, "REFERENCE_REFUSED", reference("other-bucket", "uploads/x", 0, 1), json);
        bad(expected, "REFERENCE_REFUSED", reference(address.bucket(), "uploads/./x", 0, 1), json);
        bad(expected, "REFERENCE_REFUSED", reference(address.bucket(), "raw/x", 0, 1), json);
        bad(expected, "REFERENCE_MISSING", reference(address.bucket(), "uploads/none", 0, 1), json);
        store.putIfAbsent("uploads/there", "text".getBytes(StandardCharsets.UTF_8), "text/plain");
        bad(expected, "REFERENCE_MISSING", reference(address.bucket(), "uploads/there", Long.MAX_VALUE, 9), json);
        bad(expected, "REFERENCE_MISSING", reference(address.bucket(), "uploads/there", 1, 9), json);
        Await.until("all are answered", PATIENCE, () -> receipts().size() == expected.size());

        send(null, "good", headers("good", Map.of()));

        Await.until("the good one is served", PROMPT, () -> receipts().containsKey("good"));
        expected.put("good", "accepted");
        Map<String, String> told = new LinkedHashMap<>();
        receipts().forEach((id, receipt) -> told.put(id, receipt.split(" ")[receipt.startsWith("accepted") ? 0 : 1]));
        assertThat(told).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(values("documents.rejected"))
                .hasSize(expected.size())
                .allSatisfy(rejected -> assertThat(rejected.path("message").asText())
                        .isNotBlank()
                        .doesNotContain("Exception", "/tmp", "127.0.0.1"));
        assertThat(values("documents.submitted.dlq")).isEmpty();
    }

    private void bad(Map<String, String> expected, String code, String value, Map<String, String> more)
            throws Exception {
        String id = "bad-" + expected.size();
        expected.put(id, code);
        send(null, value, headers(id, more));
    }

    private static String reference(String bucket, String key, long offset, long length) {
        return "{\"collection\":\"handbook\",\"content\":{\"ref\":{\"bucket\":\"" + bucket + "\",\"key\":\"" + key
                + "\",\"offset\":" + offset + ",\"length\":" + length + "}}}";
    }

    private static Map<String, String> headers(String id, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(Map.of(
                "ce_specversion", "1.0",
                "ce_type", "dev.millrace.document.raw.v1",
                "ce_id", id,
                "ce_source", "urn:plain",
                "ce_collection", "handbook"));
        headers.putAll(more);
        return headers;
    }

    private void send(String value, Map<String, String> headers) throws Exception {
        send("any key", value, headers);
    }

    private void send(@Nullable String key, @Nullable String value, Map<String, String> headers) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("documents.submitted", bytes(key), bytes(value));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        producer.send(record).get();
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Outcome, code and document by submission. */
    private Map<String, String> receipts() throws Exception {
        Map<String, String> receipts = new LinkedHashMap<>();
        for (JsonNode receipt : values("documents.receipts")) {
            receipts.put(
                    receipt.path("submissionId").asText(),
                    receipt.path("outcome").asText() + " "
                            + receipt.path("code").asText("null") + " "
                            + receipt.path("documentId").asText());
        }
        return receipts;
    }

    private List<JsonNode> values(String topic) throws Exception {
        List<JsonNode> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    values.add(JSON.readTree(record.value()));
                }
            }
        }
        return values;
    }
}
