package dev.millrace.ingest;

import dev.millrace.ingest.extract.Extractors;
import dev.millrace.ingest.messaging.IngestChannel;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Recipes;
import dev.millrace.service.PlatformConfig;
import dev.millrace.service.ServiceParts;
import dev.millrace.service.StageMonitor;
import dev.millrace.storage.ObjectStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Puts the service together. */
@Singleton
final class IngestWiring {
    void start(
            @Observes @Priority(ServiceParts.START) StartupEvent event,
            ServiceParts parts,
            KafkaClients clients,
            ObjectStore store,
            PlatformConfig platform,
            IngestConfig config,
            StageMonitor monitor) {
        Recipes recipes = new Recipes(clients);
        IngestStep step = new IngestStep(new Extractors(), config.largestDocument());
        parts.run(recipes);
        IngestChannel.stages(
                        clients.settings(),
                        store,
                        recipes,
                        step,
                        config,
                        platform.partitions(),
                        platform.dataDir(),
                        monitor)
                .forEach(parts::run);
    }
}
