package dev.millrace.testkit;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka broker in this process, on loopback only: one KRaft node that is broker and controller. Data and committed
 * transactions survive the end of the process, however it ends; a start on the same folder continues.
 */
public final class LocalKafka implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final long TIMEOUT_SECONDS = 60;

    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private final Runnable afterClose;

    private LocalKafka(KafkaRaftServer server, String bootstrapServers, Runnable afterClose) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.afterClose = afterClose;
    }

    /** Starts on a free port with a temporary folder that {@link #close()} removes. */
    public static LocalKafka start() {
        Path folder = Folders.temporary("kafka");
        return startOnFreePort(folder, () -> Folders.delete(folder));
    }

    /** Starts on a free port; the folder is made when it is missing, and kept. */
    public static LocalKafka start(Path folder) {
        return startOnFreePort(folder, () -> {});
    }

    /**
     * Starts on the given port; the folder is made when it is missing, and kept.
     *
     * @throws IllegalStateException when the broker does not start, for example because the port is taken
     */
    public static LocalKafka start(Path folder, int port) {
        return start(folder, port, () -> {});
    }

    private static LocalKafka startOnFreePort(Path folder, Runnable afterClose) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(folder, Ports.free(), afterClose);
            } catch (IllegalStateException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static LocalKafka start(Path folder, int port, Runnable afterClose) {
        QuietLogging.apply();
        format(Folders.create(folder));
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(KafkaSettings.of(folder, port, Ports.free())), Time.SYSTEM);
        LocalKafka kafka = new LocalKafka(server, "127.0.0.1:" + port, afterClose);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IllegalStateException("the broker did not start on port " + port, e);
        }
        return kafka;
    }

    private static void format(Path folder) {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(KafkaSettings.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(folder.toString())
                    .setDirectories(List.of(folder.toString()))
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's folder could not be prepared", e);
        }
    }

    /** Host and port, the way Kafka clients take it. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates a topic whose records are kept for ever; a compacted one is asked for with {@code cleanup.policy}. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        NewTopic topic = new NewTopic(name, partitions, (short) 1);
        topic.configs(settings.containsKey("retention.ms") ? settings : withoutRetention(settings));
        try (Admin admin = admin()) {
            admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("topic " + name + " was not created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + name, e);
        }
    }

    private static Map<String, String> withoutRetention(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("retention.ms", "-1");
        return all;
    }

    /** A new admin client on this broker; the caller closes it. */
    public Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Stops the broker cleanly; a second call does nothing. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        afterClose.run();
    }
}
