package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.CleaningStep;
import dev.millrace.contracts.Topic;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.StageSettings;
import dev.millrace.messaging.streams.StreamsRunner;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The whole service without its framework: here, or by {@link #main} in a process that can be killed. */
final class Replica implements AutoCloseable {
    private final RecipeBook recipes;
    private final WorkerPool workers = new WorkerPool(2);
    private final Stage stage;
    private final StreamsRunner topology;

    Replica(KafkaSettings kafka, int partitions, ObjectStore store, Path data) {
        KafkaClients clients = new KafkaClients(kafka);
        StageListener listener = new StageListener() {};
        StageSettings settings = new StageSettings(
                FeatureHandler.CHANNEL,
                List.of(Topic.DOCUMENTS_INGESTED),
                20,
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                data.resolve("attempts"));
        this.recipes = new RecipeBook(clients);
        this.stage =
                new Stage(clients, settings, new FeatureHandler(new CleaningStep(), recipes, store, workers), listener);
        this.topology = new StreamsRunner(
                kafka,
                CleaningTopology.APPLICATION,
                CleaningTopology.of(partitions, Mechanism.standard(), Clock.systemUTC()),
                data.resolve("streams"),
                listener);
        recipes.start();
        topology.start();
        stage.start();
    }

    static KafkaSettings kafka(String bootstrapServers, String slot) {
        return new KafkaSettings(bootstrapServers, "cleaning", slot, Map.of("session.timeout.ms", "6000"));
    }

    @Override
    public void close() {
        stage.close();
        topology.close();
        workers.close();
        recipes.close();
    }

    /** Arguments: bootstrap servers, partitions, data directory, store endpoint, region, access key, secret key, bucket. */
    @SuppressWarnings("try") // it works until it is killed
    public static void main(String[] arguments) throws InterruptedException {
        ObjectStore store = ObjectStores.connect(
                StoreSettings.of(URI.create(arguments[3]), arguments[4], arguments[5], arguments[6], arguments[7]));
        try (Replica replica =
                new Replica(kafka(arguments[0], "0"), Integer.parseInt(arguments[1]), store, Path.of(arguments[2]))) {
            new CountDownLatch(1).await();
        }
    }
}
