package dev.millrace.service;

import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.messaging.Topics;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The clients all services share. */
@Singleton
final class PlatformWiring {
    @Produces
    @Singleton
    KafkaClients kafkaClients(
            PlatformConfig config, @ConfigProperty(name = "quarkus.application.name") String service) {
        return new KafkaClients(new KafkaSettings(
                config.kafka().bootstrapServers(),
                service,
                config.slot(),
                config.kafka().properties()));
    }

    @Produces
    @Singleton
    Topics topics(KafkaClients clients, PlatformConfig config) {
        return new Topics(clients, config.partitions());
    }

    @Produces
    @Singleton
    ObjectStore objectStore(PlatformConfig config) {
        PlatformConfig.Store store = config.store();
        return ObjectStores.connect(StoreSettings.of(
                store.endpoint(), store.region(), store.accessKey(), store.secretKey(), store.bucket()));
    }

    void close(@Disposes ObjectStore store) {
        store.close();
    }
}
