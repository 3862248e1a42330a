package dev.millrace.testkit;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One broker and one object store for all tests of a JVM, each started when first asked for and closed with the JVM. Tests share
 * them, so each takes its own topic names and its own bucket.
 */
public final class TestEnvironment {
    private static final TestEnvironment SHARED = new TestEnvironment();

    private final AtomicInteger counter = new AtomicInteger();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private @Nullable LocalKafka kafka;
    private @Nullable LocalObjectStore store;

    private TestEnvironment() {}

    public static TestEnvironment shared() {
        return SHARED;
    }

    /** The broker, running. */
    public synchronized LocalKafka kafka() {
        LocalKafka running = kafka;
        if (running == null) {
            running = LocalKafka.start();
            kafka = running;
            closeWithTheJvm(running::close);
        }
        return running;
    }

    /** The object store, running; its folder goes with the JVM. */
    public synchronized LocalObjectStore store() {
        LocalObjectStore running = store;
        if (running == null) {
            Path folder = Folders.temporary("store");
            LocalObjectStore started = LocalObjectStore.start(folder, 0, "test-access-key", "test-secret-key");
            store = started;
            running = started;
            closeWithTheJvm(() -> {
                started.close();
                Folders.delete(folder);
            });
        }
        return running;
    }

    /** A name nobody else in this JVM got, fit for topics, groups, transactional ids and buckets. */
    public String uniqueName(String prefix) {
        return prefix + "-" + run + "-" + counter.incrementAndGet();
    }

    /** A new, empty bucket. */
    public StoreAddress newBucket() {
        return store().bucket(uniqueName("bucket"));
    }

    private static void closeWithTheJvm(Runnable close) {
        Runtime.getRuntime().addShutdownHook(new Thread(close, "test-environment-close"));
    }
}
