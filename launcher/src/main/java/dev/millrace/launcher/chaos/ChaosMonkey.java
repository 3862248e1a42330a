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
        victims.forEach(Child::startAgainAtOnce);
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
            List<String> points = CrashPlaces.of(service);
            String point = points.get(random.nextInt(points.size()));
            String place = point + ":" + (random.nextInt(3) + (CrashPlaces.isNoting(point) ? 2 : 1));
            victim.onceWith(CrashPlaces.VARIABLE, place);
            log.accept("kill " + victim.name() + ", then crash at " + place);
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
