package dev.millrace.eval;

import dev.millrace.eval.messaging.EvalChannel;
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
final class EvalWiring {
    void start(
            @Observes @Priority(ServiceParts.START) StartupEvent event,
            ServiceParts parts,
            KafkaClients clients,
            ObjectStore store,
            PlatformConfig platform,
            EvalConfig config,
            StageMonitor monitor) {
        Recipes recipes = new Recipes(clients);
        parts.run(recipes);
        parts.run(EvalChannel.stage(clients, store, recipes, config, platform.dataDir(), monitor));
    }
}
