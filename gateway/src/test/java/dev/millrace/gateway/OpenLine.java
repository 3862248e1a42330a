package dev.millrace.gateway;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.WholeTopic;
import dev.millrace.storage.Content;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.Folders;
import dev.millrace.testkit.LocalKafka;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One gateway with real Kafka, a real store and two collections with a model each, for all tests of a JVM. */
final class OpenLine {
    static final String MINE = "mine";
    static final String THEIRS = "theirs";
    private static final LocalKafka KAFKA = TestEnvironment.shared().kafka();
    private static final StoreAddress STORE = TestEnvironment.shared().newBucket();
    private static GatewayProcess gateway;
    private static EventPublisher publisher;

    private static final List<Path> FOLDERS = new CopyOnWriteArrayList<>();

    private OpenLine() {}

    /** A gateway that still runs would make its folder anew. */
    private static void stop(GatewayProcess started) {
        started.close();
        FOLDERS.forEach(Folders::delete);
    }

    static synchronized GatewayProcess gateway() {
        if (gateway == null) {
            Path folder = temporary();
            GatewayProcess started = another(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
            try (ObjectStore store = store()) {
                TinyModel.register(KAFKA.bootstrapServers(), store, folder, MINE, TinyModel.CONTEXT);
                TinyModel.register(KAFKA.bootstrapServers(), store, folder, THEIRS, TinyModel.CONTEXT);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Await.until(
                    "the models are known",
                    Duration.ofSeconds(30),
                    () -> started.get("/v1/models", GatewayProcess.ADMIN).body().contains("theirs-tuned"));
            gateway = started;
        }
        return gateway;
    }

    /** A further gateway on the same topics and objects. */
    static GatewayProcess another(Path folder) {
        return new GatewayProcess(KAFKA.bootstrapServers(), STORE, folder, Map.of());
    }

    /** A folder that goes with the JVM. */
    static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("millrace-gateway-test-");
            FOLDERS.add(folder);
            return folder;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new key; it opens at once. */
    static String key(String role, String collection) {
        String body = "{\"name\": \"test\", \"roles\": [\"" + role + "\"]"
                + (collection.isEmpty() ? "" : ", \"collections\": [\"" + collection + "\"]") + "}";
        return gateway()
                .json("POST", "/api/v1/keys", GatewayProcess.ADMIN, body)
                .body()
                .replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
    }

    /** Says things as the other services do. */
    static synchronized void publish(OutgoingEvent... events) {
        if (publisher == null) {
            publisher = EventPublisher.plain(clients());
        }
        publisher.publish(List.of(events));
    }

    /** Everything that is on a topic. */
    static List<ReceivedRecord> records(Topic topic) {
        List<ReceivedRecord> records = new ArrayList<>();
        WholeTopic.forEach(clients(), topic.wireName(), record -> records.add(ReceivedRecord.of(record)));
        return records;
    }

    static KafkaClients clients() {
        return new KafkaClients(new KafkaSettings(KAFKA.bootstrapServers(), "test", "0", Map.of()));
    }

    /** Lays an object where the other services would. */
    static ObjectRef put(String key, byte[] content, String mediaType) {
        try (ObjectStore store = store()) {
            store.putIfAbsent(key, Content.of(content), mediaType);
        }
        return new ObjectRef(
                STORE.bucket(), key, 0, content.length, Encoding.IDENTITY, Hashes.sha256(content), mediaType);
    }

    static ObjectStore store() {
        return ObjectStores.connect(StoreSettings.of(
                STORE.endpoint(), STORE.region(), STORE.accessKey(), STORE.secretKey(), STORE.bucket()));
    }

    static StoreAddress storeAddress() {
        return STORE;
    }

    static String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }
}
