package dev.millrace.cleaning;

import dev.millrace.cleaning.messaging.CleaningTopology;
import dev.millrace.cleaning.messaging.FeatureHandler;
import dev.millrace.cleaning.messaging.Mechanism;
import dev.millrace.cleaning.messaging.RecipeBook;
import dev.millrace.cleaning.messaging.WorkerPool;
import dev.millrace.contracts.Topic;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageSettings;
import dev.millrace.messaging.streams.StreamsRunner;
import dev.millrace.service.PlatformConfig;
import dev.millrace.service.ServiceParts;
import dev.millrace.service.StageMonitor;
import dev.millrace.storage.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Puts the service together: the recipes, the stage that cleans, the topology that decides. */
@Singleton
final class CleaningWiring {
    @Produces
    @Singleton
    RecipeBook recipeBook(KafkaClients clients) {
        return new RecipeBook(clients);
    }

    @Produces
    @Singleton
    WorkerPool workerPool(CleaningConfig config) {
        return new WorkerPool(config.workers());
    }

    void close(@Disposes WorkerPool pool) {
        pool.close();
    }

    @Produces
    @Singleton
    Stage featureStage(
            KafkaClients clients,
            RecipeBook recipes,
            ObjectStore store,
            WorkerPool workers,
            CleaningConfig config,
            PlatformConfig platform,
            StageMonitor monitor) {
        Path attempts = platform.dataDir().resolve("attempts").resolve(FeatureHandler.CHANNEL);
        StageSettings settings = new StageSettings(
                FeatureHandler.CHANNEL,
                List.of(Topic.DOCUMENTS_INGESTED),
                config.batchRecords(),
                config.batchWait(),
                config.batchWork(),
                attempts);
        return new Stage(clients, settings, new FeatureHandler(new CleaningStep(), recipes, store, workers), monitor);
    }

    @Produces
    @Singleton
    StreamsRunner topology(KafkaClients clients, PlatformConfig platform, StageMonitor monitor) {
        return new StreamsRunner(
                clients.settings(),
                CleaningTopology.APPLICATION,
                CleaningTopology.of(platform.partitions(), Mechanism.standard(), Clock.systemUTC()),
                platform.dataDir().resolve("streams"),
                monitor);
    }

    void start(
            @Observes @Priority(ServiceParts.START) StartupEvent event,
            ServiceParts parts,
            RecipeBook recipes,
            Stage features,
            StreamsRunner topology) {
        parts.run(recipes);
        parts.run(topology);
        parts.run(features);
    }
}
