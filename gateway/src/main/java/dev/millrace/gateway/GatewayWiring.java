package dev.millrace.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gateway.access.AccessKeys;
import dev.millrace.gateway.access.Doorkeeper;
import dev.millrace.gateway.chat.ModelNames;
import dev.millrace.gateway.chat.ServingEngine;
import dev.millrace.gateway.messaging.Projector;
import dev.millrace.gateway.messaging.Submitter;
import dev.millrace.gateway.readmodel.Database;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.gateway.readmodel.ReadModel;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.model.decoder.StoredWeights;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.engine.Processor;
import dev.millrace.service.PlatformConfig;
import dev.millrace.service.ServiceParts;
import dev.millrace.service.StageMonitor;
import dev.millrace.storage.ModelCache;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/** Puts the service together. */
@Singleton
final class GatewayWiring {
    private static final Logger LOG = Logger.getLogger(GatewayWiring.class);

    void start(
            @Observes @Priority(ServiceParts.START) StartupEvent event,
            ServiceParts parts,
            KafkaClients clients,
            ReadModel readModel,
            AccessKeys keys,
            ServingEngine engine,
            StageMonitor monitor,
            MeterRegistry meters) {
        measure(engine, meters);
        Projector projector = new Projector(clients, readModel, monitor);
        parts.run(projector);
        parts.run(new KeyRecorder(projector, keys));
    }

    private static void measure(ServingEngine engine, MeterRegistry meters) {
        Gauge.builder("millrace.gateway.answers.open", engine, ServingEngine::open)
                .description("answers that are made or wait")
                .register(meters);
        FunctionCounter.builder("millrace.gateway.answers.abandoned", engine, ServingEngine::abandoned)
                .description("answers that ended because nobody wanted them any more")
                .register(meters);
    }

    /** Answers are written as events are: absent is left out. */
    @Produces
    @Singleton
    ObjectMapper json() {
        return Json.mapper();
    }

    @Produces
    @Singleton
    GatewayStep step() {
        return new GatewayStep();
    }

    @Produces
    @Singleton
    Database database(PlatformConfig platform, KafkaClients clients) {
        return Database.open(platform.dataDir().resolve("read-model"), cluster(clients));
    }

    void close(@Disposes Database database) {
        database.close();
    }

    private static String cluster(KafkaClients clients) {
        try (Admin admin = clients.admin()) {
            return String.valueOf(admin.describeCluster().clusterId().get());
        } catch (ExecutionException e) {
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "Kafka does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "interrupted", e);
        }
    }

    @Produces
    @Singleton
    ReadModel readModel(Database database, ObjectStore store) {
        return new ReadModel(
                database,
                new ObjectReader(store, StorageLimits.defaults()),
                (ready, failure) -> LOG.warnf(
                        "errorCode=%s datasetVersion=%s: its documents cannot be listed",
                        failure.code(), ready.version()));
    }

    @Produces
    @Singleton
    Queries queries(Database database) {
        return new Queries(database);
    }

    @Produces
    @Singleton
    EventPublisher publisher(KafkaClients clients) {
        return EventPublisher.plain(clients);
    }

    void close(@Disposes EventPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    Submitter submitter(GatewayStep step, KafkaClients clients, ObjectStore store, GatewayConfig config) {
        return new Submitter(step, clients, store, config.largestInline());
    }

    void close(@Disposes Submitter submitter) {
        submitter.close();
    }

    @Produces
    @Singleton
    AccessKeys accessKeys(Queries queries, EventPublisher publisher, GatewayConfig config) {
        return new AccessKeys(queries, publisher, Clock.systemUTC(), config.bootstrapKey());
    }

    @Produces
    @Singleton
    Doorkeeper doorkeeper(AccessKeys keys, GatewayConfig config) {
        return new Doorkeeper(keys::find, config.wrongKeys(), System::nanoTime);
    }

    @Produces
    @Singleton
    ModelCache modelCache(ObjectStore store, PlatformConfig platform) {
        return new ModelCache(store, platform.dataDir().resolve("models"));
    }

    @Produces
    @Singleton
    ModelNames modelNames(Queries queries, ModelCache cache) {
        return new ModelNames(queries, cache);
    }

    @Produces
    @Singleton
    ServingEngine servingEngine(ModelCache cache, GatewayConfig config) {
        int threads = config.threads() == 0 ? Runtime.getRuntime().availableProcessors() : config.threads();
        return new ServingEngine(
                cache,
                () -> ModelRuntime.start(threads),
                stored(config.weights()),
                config.loadedModels(),
                config.waitingRequests());
    }

    private static StoredWeights stored(GatewayConfig.Weights weights) {
        return switch (weights) {
            case FP32 -> StoredWeights.FP32;
            case BF16 -> StoredWeights.BF16;
            case INT8 -> StoredWeights.INT8;
            case AUTO -> Processor.multipliesBfloat16() ? StoredWeights.BF16 : StoredWeights.FP32;
        };
    }

    void close(@Disposes ServingEngine engine) {
        engine.close();
    }
}
