package dev.millrace.formatting.seal;

import dev.millrace.contracts.Topic;
import dev.millrace.formatting.FormattingStep;
import dev.millrace.formatting.messaging.ExampleHandler;
import dev.millrace.formatting.messaging.RequestHandler;
import dev.millrace.formatting.tokens.TokenHandler;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.Recipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.StageSettings;
import dev.millrace.messaging.streams.StreamsRunner;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StorageLimits;
import dev.millrace.storage.StoreSettings;
import dev.millrace.tokenizer.BaseModels;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The whole service without its framework: here, or by {@link #main} in a process that can be killed. */
final class Replica implements AutoCloseable {
    private final Recipes recipes;
    private final List<Stage> stages;
    private final StreamsRunner topology;

    Replica(KafkaSettings kafka, int partitions, ObjectStore store, Path data) {
        KafkaClients clients = new KafkaClients(kafka);
        StageListener listener = new StageListener() {};
        StorageLimits limits = StorageLimits.defaults();
        this.recipes = new Recipes(clients);
        ExampleHandler examples = new ExampleHandler(new FormattingStep(), recipes::version, store, limits);
        RequestHandler requests =
                new RequestHandler(name -> recipes.current(name).isPresent(), partitions, Clock.systemUTC());
        TokenHandler tokens =
                new TokenHandler(store, limits, recipes::version, BaseModels.ofEnvironment(data.resolve("models")));
        this.stages = List.of(
                new Stage(clients, settings(ExampleHandler.CHANNEL, Topic.DOCUMENTS_CLEANED), examples, listener),
                new Stage(clients, settings(RequestHandler.CHANNEL, Topic.DATASETS_REQUESTED), requests, listener),
                new Stage(clients, settings(TokenHandler.CHANNEL, Topic.DATASETS_SEALED), tokens, listener));
        this.topology = new StreamsRunner(
                kafka,
                "formatting",
                SealTopology.of(
                        new DatasetObjects(store, limits), recipes::current, Duration.ofHours(1), Clock.systemUTC()),
                data.resolve("streams"),
                listener);
        recipes.start();
        topology.start();
        stages.forEach(Stage::start);
    }

    /** Small batches, so that a seal and a crash find several. */
    private static StageSettings settings(String channel, Topic topic) {
        return new StageSettings(channel, List.of(topic), 7, Duration.ofMillis(20), Duration.ofMinutes(1), null);
    }

    static KafkaSettings kafka(String bootstrapServers, String slot) {
        return new KafkaSettings(bootstrapServers, "formatting", slot, Map.of("session.timeout.ms", "6000"));
    }

    @Override
    public void close() {
        stages.forEach(Stage::close);
        topology.close();
        recipes.close();
    }

    /** Arguments: bootstrap servers, slot, partitions, data directory, store endpoint, region, access key, secret key, bucket. */
    @SuppressWarnings("try") // it works until it is killed
    public static void main(String[] arguments) throws InterruptedException {
        ObjectStore store = ObjectStores.connect(
                StoreSettings.of(URI.create(arguments[4]), arguments[5], arguments[6], arguments[7], arguments[8]));
        try (Replica replica = new Replica(
                kafka(arguments[0], arguments[1]), Integer.parseInt(arguments[2]), store, Path.of(arguments[3]))) {
            new CountDownLatch(1).await();
        }
    }
}
