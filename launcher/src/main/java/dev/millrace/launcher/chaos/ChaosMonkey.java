package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Child;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Kills services at random times, or makes them die at one of the named places between two external effects. */
final class ChaosMonkey implements AutoCloseable {
    /** Places in every transactional stage. */
    private static final List<String> STAGE_PLACES =
            List.of("before-transaction", "after-produce", "before-commit", "after-commit");
    /** Stages, and the places around their objects. */
    private static final List<String> POINTS =
            List.of("ingest.submissions", "cleaning.features", "formatting.examples");

    private static final List<String> OBJECT_PLACES = List.of("before-object-put", "after-object-put");

    private final List<Child> victims;
    private final Random random;
    private final Duration between;
    private final Consumer<String> log;
    private final Thread thread;
    private volatile boolean stopping;
    private final AtomicInteger kills = new AtomicInteger();

    /** @param between the mean time from one fault to the next */
    ChaosMonkey(List<Child> victims, long seed, Duration between, Consumer<String> log) {
        this.victims = List.copyOf(victims);
        this.random = new Random(seed);
        this.between = between;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("chaos-monkey").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    int kills() {
        return kills.get();
    }

    private void run() {
        while (!stopping) {
            LockSupport.parkNanos((long) (between.toNanos() * (0.3 + 1.4 * random.nextDouble())));
            if (!stopping) {
                strike();
            }
        }
    }

    private void strike() {
        Child victim = victims.get(random.nextInt(victims.size()));
        String service = victim.name().replaceAll("-[0-9]+$", "");
        if (random.nextBoolean()) {
            POINTS.stream()
                    .filter(point -> point.startsWith(service + "."))
                    .findFirst()
                    .ifPresent(stage -> {
                        List<String> places = random.nextBoolean() ? STAGE_PLACES : OBJECT_PLACES;
                        String place =
                                stage + "." + places.get(random.nextInt(places.size())) + ":" + (1 + random.nextInt(3));
                        victim.onceWith("MILLRACE_CRASH_POINT", place);
                        log.accept("kill " + victim.name() + ", then crash at " + place);
                    });
        } else {
            log.accept("kill " + victim.name());
        }
        victim.kill();
        kills.incrementAndGet();
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
