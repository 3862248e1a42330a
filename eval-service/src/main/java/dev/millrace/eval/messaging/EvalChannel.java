package dev.millrace.eval.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.eval.EvalConfig;
import dev.millrace.eval.EvalStep;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Recipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.messaging.StageSettings;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.storage.ModelCache;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Puts the channel of finished runs together. */
public final class EvalChannel {
    private static final long SEED = 20_250_101L;

    private EvalChannel() {}

    public static Stage stage(
            KafkaClients clients,
            ObjectStore store,
            Recipes recipes,
            EvalConfig config,
            Path dataDir,
            StageListener listener) {
        int threads = config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads();
        Scoring scoring = new Scoring(
                new ModelCache(store, dataDir.resolve("models")),
                new ObjectFiles(store),
                new Sources(new ObjectReader(store, StorageLimits.defaults())),
                ModelRuntime.start(threads),
                config.contextLength());
        RunHandler handler = new RunHandler(new EvalStep(config.resamples(), SEED), scoring, recipes, store);
        StageSettings settings = new StageSettings(
                RunHandler.CHANNEL, List.of(Topic.TRAINING_RUNS), 1, Duration.ofMillis(10), config.longest(), null);
        return new Stage(clients, settings, handler, listener);
    }
}
