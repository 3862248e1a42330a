package dev.millrace.ingest.messaging;

import dev.millrace.ingest.IngestConfigs;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.extract.Extractors;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.Recipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.StoreAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One replica in a process of its own, which ends at a crash point or is killed. */
final class IngestReplica {
    private static final int PATIENCE_MILLIS = 2_000;

    private IngestReplica() {}

    /** @param arguments broker, slot, partitions, data directory; the store's endpoint, region, keys and bucket */
    public static void main(String[] arguments) {
        int partitions = Integer.parseInt(arguments[2]);
        KafkaClients clients = new KafkaClients(new KafkaSettings(
                arguments[0],
                "ingest",
                arguments[1],
                Map.of("session.timeout.ms", Integer.toString(PATIENCE_MILLIS), "heartbeat.interval.ms", "500")));
        ObjectStore store = ObjectStores.connect(
                StoreSettings.of(URI.create(arguments[4]), arguments[5], arguments[6], arguments[7], arguments[8]));
        Recipes recipes = new Recipes(clients);
        recipes.start();
        IngestChannel.stages(
                        clients.settings(),
                        store,
                        recipes,
                        new IngestStep(new Extractors(), 100L << 20),
                        IngestConfigs.of(Map.of("batch-records", "40", "channels", "2")),
                        partitions,
                        Path.of(arguments[3]),
                        new StageListener() {})
                .forEach(Stage::start);
    }

    /** @param crashPoint the place where the process ends when it comes there for the second time; empty for none */
    static Process start(String broker, int slot, int partitions, Path data, StoreAddress store, String crashPoint)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), IngestReplica.class.getName()));
        command.addAll(List.of(broker, Integer.toString(slot), Integer.toString(partitions), data.toString()));
        command.addAll(List.of(store.endpoint().toString(), store.region()));
        command.addAll(List.of(store.accessKey(), store.secretKey(), store.bucket()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (!crashPoint.isEmpty()) {
            builder.environment().put("MILLRACE_CRASH_POINT", crashPoint + ":2");
        }
        return builder.start();
    }
}
