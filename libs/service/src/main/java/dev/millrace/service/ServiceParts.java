package dev.millrace.service;

import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import dev.millrace.messaging.Part;
import dev.millrace.messaging.Topics;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Starts the parts of a service once what they rely on is there, and stops them, last first. */
@Singleton
public final class ServiceParts {
    /** The priority at which a service's wiring adds its parts: after the platform has been checked. */
    public static final int START = 100;

    private static final int CHECK = 10;
    private static final Logger LOG = Logger.getLogger(ServiceParts.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final Topics topics;
    private final ObjectStore store;
    private final PlatformConfig config;
    private final Deque<Part> parts = new ArrayDeque<>();

    ServiceParts(Topics topics, ObjectStore store, PlatformConfig config) {
        this.topics = topics;
        this.store = store;
        this.config = config;
    }

    void check(@Observes @Priority(CHECK) StartupEvent event) {
        patiently(() -> topics.ensure(config.topics().create()));
        patiently(() -> ObjectStores.verify(store));
    }

    /** Brokers and stores are often started together with the services, so a while is waited for them. */
    private static void patiently(Runnable check) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (MillraceException e) {
                if (e.kind() == ErrorKind.CONFIG || System.nanoTime() > deadline) {
                    throw e;
                }
                LOG.infof("waiting: %s %s", e.code(), e.getMessage());
                LockSupport.parkNanos(BETWEEN.toNanos());
            }
        }
    }

    /** Starts a part; it is stopped when the service is. */
    public synchronized void run(Part part) {
        parts.push(part);
        part.start();
    }

    synchronized List<Part> all() {
        return List.copyOf(parts);
    }

    void stop(@Observes ShutdownEvent event) {
        all().forEach(Part::close);
    }
}
