package dev.millrace.launcher.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.launcher.chaos.check.Invariants;
import dev.millrace.launcher.chaos.load.ChaosCorpus;
import dev.millrace.launcher.chaos.load.ChaosSubmission;
import dev.millrace.launcher.client.Connection;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.local.ComposeEnv;
import dev.millrace.launcher.watch.Outcomes;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StorageLimits;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.Ports;
import dev.millrace.testkit.QuietLogging;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * docker-compose.yml for real: every container is killed while documents flow, then all are taken away and made anew on the same
 * volumes. Takes minutes and builds images, so it runs where MILLRACE_TEST_COMPOSE says so.
 */
class ComposeE2E {
    private static final Path HOME = Path.of("").toAbsolutePath().resolveSibling("");
    private static final List<String> VICTIMS =
            List.of("ingest", "cleaning", "formatting", "trainer", "eval", "gateway", "kafka", "minio");
    private static final int DOCUMENTS = 1500;
    private static final Duration BETWEEN_DOCUMENTS = Duration.ofMillis(120);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String COLLECTION = "chaos";

    @TempDir
    private Path folder;

    private Properties settings = new Properties();

    @BeforeEach
    void up() throws IOException, InterruptedException {
        QuietLogging.apply();
        assumeTrue(System.getenv("MILLRACE_TEST_COMPOSE") != null, "MILLRACE_TEST_COMPOSE is not set");
        ComposeEnv env = new ComposeEnv(folder);
        env.create();
        for (String port : List.of("", "_KAFKA", "_STORE", "_STORE_CONSOLE")) {
            Files.writeString(
                    env.file(), "MILLRACE" + port + "_PORT=" + Ports.free() + "\n", StandardOpenOption.APPEND);
        }
        try (InputStream file = Files.newInputStream(env.file())) {
            settings.load(file);
        }
        compose("up", "--build", "--wait");
    }

    @AfterEach
    void down() throws IOException, InterruptedException {
        if (!settings.isEmpty()) {
            compose("down", "--volumes");
        }
    }

    @Test
    void containersThatDieAndComeBackLoseNothingAndDoubleNothing() throws Exception {
        Gateway gateway = gateway();
        gateway.putCollection(COLLECTION, Json.mapper().createObjectNode());
        List<ChaosSubmission> submissions = new ArrayList<>(ChaosCorpus.of(11, DOCUMENTS));
        Collections.shuffle(submissions, new Random(3));

        try (ObjectStore store = store()) {
            ObjectReader objects = new ObjectReader(store, StorageLimits.defaults());
            ChaosLine line = new ChaosLine(clients(), objects);
            CompletableFuture<Void> killing = CompletableFuture.runAsync(this::killEachInTurn);
            line.submit(COLLECTION, submissions, () -> {
                if (!killing.isDone()) {
                    LockSupport.parkNanos(BETWEEN_DOCUMENTS.toNanos());
                }
            });
            killing.get();
            long submitted = System.nanoTime();
            DatasetManifest manifest = line.seal(COLLECTION, "after-the-kills");
            System.out.println("sealed " + seconds(submitted) + " s after the last document: " + manifest.documents());

            assertThat(new Invariants(line.topics(), objects).check(COLLECTION, submissions, manifest))
                    .isEmpty();
            line.awaitReady("after-the-kills");
        }
        Await.until(
                "the gateway knows of each document",
                SOON,
                () -> outcomes(gateway).pending() == 0);
        System.out.println(submissions.size() + " submissions acknowledged, " + outcomes(gateway));
        outlivesItsContainers(gateway);
    }

    private void outlivesItsContainers(Gateway gateway) throws IOException, InterruptedException {
        List<JsonNode> documents = gateway.documents(COLLECTION);
        List<JsonNode> datasets = gateway.datasets(COLLECTION);
        assertThat(datasets).hasSize(1);

        compose("down");
        compose("up", "--wait");

        assertThat(gateway().documents(COLLECTION)).isEqualTo(documents);
        assertThat(gateway().datasets(COLLECTION)).isEqualTo(datasets);
    }

    private void killEachInTurn() {
        try {
            for (String victim : VICTIMS) {
                long started = System.nanoTime();
                compose("kill", "--signal", "SIGKILL", victim);
                compose("up", "--wait", "--no-deps", "--no-recreate", victim);
                System.out.println(victim + " killed, ready again after " + seconds(started) + " s");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toSeconds();
    }

    private static Outcomes outcomes(Gateway gateway) {
        return Outcomes.of(gateway.documents(COLLECTION));
    }

    private Gateway gateway() {
        return new Gateway(new Connection(
                URI.create("http://127.0.0.1:" + settings.getProperty("MILLRACE_PORT")),
                settings.getProperty("MILLRACE_KEY")));
    }

    private KafkaClients clients() {
        return new KafkaClients(new KafkaSettings(
                "127.0.0.1:" + settings.getProperty("MILLRACE_KAFKA_PORT"), "compose", "0", Map.of()));
    }

    private ObjectStore store() {
        return ObjectStores.connect(StoreSettings.of(
                URI.create("http://127.0.0.1:" + settings.getProperty("MILLRACE_STORE_PORT")),
                "us-east-1",
                settings.getProperty("MILLRACE_STORE_ACCESS_KEY"),
                settings.getProperty("MILLRACE_STORE_SECRET_KEY"),
                "millrace"));
    }

    /** As typed in the project's folder, but with a name, secrets and ports of its own. */
    private void compose(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "compose"));
        command.addAll(List.of("--project-name", "millrace-test"));
        command.addAll(List.of("--env-file", folder.resolve(ComposeEnv.FILE).toString()));
        command.addAll(List.of(words));
        Path log = folder.resolve("compose.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MILLRACE_") || name.startsWith("COMPOSE_"));
        Process process = builder.start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        assertThat(ended && process.exitValue() == 0)
                .as(command + "\n" + Files.readString(log))
                .isTrue();
    }
}
