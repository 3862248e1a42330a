package dev.millrace.formatting;

import dev.millrace.contracts.Topic;
import dev.millrace.formatting.messaging.ExampleHandler;
import dev.millrace.formatting.messaging.RequestHandler;
import dev.millrace.formatting.seal.DatasetObjects;
import dev.millrace.formatting.seal.SealTopology;
import dev.millrace.formatting.tokens.TokenHandler;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Recipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageSettings;
import dev.millrace.messaging.streams.StreamsRunner;
import dev.millrace.service.PlatformConfig;
import dev.millrace.service.ServiceParts;
import dev.millrace.service.StageMonitor;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import dev.millrace.tokenizer.BaseModels;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Puts the service together. */
@Singleton
final class FormattingWiring {
    private static final Duration LONGEST_BATCH = Duration.ofMinutes(10);

    private static final Duration LONGEST_TOKENISING = Duration.ofHours(6);

    void start(
            @Observes @Priority(ServiceParts.START) StartupEvent event,
            ServiceParts parts,
            KafkaClients clients,
            ObjectStore store,
            PlatformConfig platform,
            FormattingConfig config,
            StageMonitor monitor) {
        StorageLimits limits = StorageLimits.defaults();
        Recipes recipes = new Recipes(clients);
        parts.run(recipes);
        parts.run(new Stage(
                clients,
                new StageSettings(
                        ExampleHandler.CHANNEL,
                        List.of(Topic.DOCUMENTS_CLEANED),
                        config.batchRecords(),
                        config.batchWait(),
                        LONGEST_BATCH,
                        null),
                new ExampleHandler(new FormattingStep(), recipes::version, store, limits),
                monitor));
        parts.run(new Stage(
                clients,
                StageSettings.of(RequestHandler.CHANNEL, Topic.DATASETS_REQUESTED),
                new RequestHandler(name -> recipes.current(name).isPresent(), platform.partitions(), Clock.systemUTC()),
                monitor));
        parts.run(new Stage(
                clients,
                new StageSettings(
                        TokenHandler.CHANNEL,
                        List.of(Topic.DATASETS_SEALED),
                        1,
                        config.batchWait(),
                        LONGEST_TOKENISING,
                        null),
                new TokenHandler(store, limits, recipes::version, BaseModels.ofEnvironment(platform.modelsDir())),
                monitor));
        parts.run(new StreamsRunner(
                clients.settings(),
                "formatting",
                SealTopology.of(
                        new DatasetObjects(store, limits),
                        recipes::current,
                        config.requestTimeout(),
                        Clock.systemUTC()),
                platform.dataDir().resolve("streams"),
                monitor));
    }
}
