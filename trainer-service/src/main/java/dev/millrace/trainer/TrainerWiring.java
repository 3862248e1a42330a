package dev.millrace.trainer;

import dev.millrace.messaging.KafkaClients;
import dev.millrace.model.gguf.GgufModel;
import dev.millrace.service.PlatformConfig;
import dev.millrace.service.ServiceParts;
import dev.millrace.service.StageMonitor;
import dev.millrace.storage.ObjectStore;
import dev.millrace.tokenizer.BaseModels;
import dev.millrace.trainer.work.WorkSettings;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Puts the service together. */
@Singleton
final class TrainerWiring {
    void start(
            @Observes @Priority(ServiceParts.START) StartupEvent event,
            ServiceParts parts,
            KafkaClients clients,
            ObjectStore store,
            PlatformConfig platform,
            TrainerConfig config,
            StageMonitor monitor) {
        BaseModels bases = BaseModels.ofEnvironment(platform.modelsDir()).withWeights(GgufModel::convert);
        TrainerParts.of(
                        clients,
                        store,
                        settings(platform, config),
                        base -> bases.resolve(base).directory(),
                        monitor)
                .forEach(parts::run);
    }

    private static WorkSettings settings(PlatformConfig platform, TrainerConfig config) {
        int threads = config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads();
        return new WorkSettings(
                platform.slot(),
                config.heartbeat(),
                config.lease(),
                config.poll(),
                config.flush(),
                config.attempts(),
                threads,
                config.memory(),
                platform.dataDir().resolve("runs"));
    }
}
