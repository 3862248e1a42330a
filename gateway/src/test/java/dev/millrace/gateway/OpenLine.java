package dev.millrace.gateway;

import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.LocalKafka;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** One gateway with real Kafka, a real store and two collections with a model each, for all tests of a JVM. */
final class OpenLine {
    static final String MINE = "mine";
    static final String THEIRS = "theirs";
    private static final LocalKafka KAFKA = TestEnvironment.shared().kafka();
    private static final StoreAddress STORE = TestEnvironment.shared().newBucket();
    private static GatewayProcess gateway;

    private OpenLine() {}

    static synchronized GatewayProcess gateway() {
        if (gateway == null) {
            Path folder = temporary();
            GatewayProcess started = another(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            try (ObjectStore store = ObjectStores.connect(StoreSettings.of(
                    STORE.endpoint(), STORE.region(), STORE.accessKey(), STORE.secretKey(), STORE.bucket()))) {
                TinyModel.register(KAFKA.bootstrapServers(), store, folder, MINE);
                TinyModel.register(KAFKA.bootstrapServers(), store, folder, THEIRS);
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
        return new GatewayProcess(KAFKA.bootstrapServers(), STORE, folder);
    }

    static Path temporary() {
        try {
            return Files.createTempDirectory("millrace-gateway-test-");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new key. */
    static String key(String role, String collection) {
        String body = "{\"name\": \"test\", \"roles\": [\"" + role + "\"]"
                + (collection.isEmpty() ? "" : ", \"collections\": [\"" + collection + "\"]") + "}";
        String answer = gateway()
                .json("POST", "/api/v1/keys", GatewayProcess.ADMIN, body)
                .body();
        String key = answer.replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
        Await.until(
                "the key is known",
                Duration.ofSeconds(20),
                () -> gateway().get("/v1/models", key).statusCode() != 401);
        return key;
    }
}
