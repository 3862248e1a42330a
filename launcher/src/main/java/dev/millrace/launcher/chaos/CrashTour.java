package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Makes each service die once at each of its crash points: every start is told of the next point. Where attempts are noted, a point
 * counts at its second reach, as a record that ends the process time and again would rightly be set aside.
 */
final class CrashTour {
    private static final List<String> NOTING = List.of("ingest.submissions.", "cleaning.features.");
    private static final Duration ASK = Duration.ofMillis(50);

    private final List<Thread> guides = new ArrayList<>();
    private final Consumer<String> log;
    private volatile boolean stopping;

    CrashTour(List<Child> victims, List<String> points, Consumer<String> log) {
        this.log = log;
        for (Child victim : victims) {
            List<String> own = points.stream()
                    .filter(point -> point.startsWith(victim.name() + "."))
                    .toList();
            if (own.isEmpty()) {
                continue;
            }
            victim.startAgainAtOnce();
            guides.add(Thread.ofPlatform()
                    .daemon()
                    .name("crash-tour-" + victim.name())
                    .start(() -> guide(victim, own)));
        }
    }

    private void guide(Child victim, List<String> points) {
        int starts = victim.restarts();
        for (String point : points) {
            victim.onceWith(CrashPlaces.VARIABLE, point + (NOTING.stream().anyMatch(point::startsWith) ? ":2" : ""));
            if (point.equals(points.getFirst())) {
                victim.kill();
            }
            if (!awaitStart(victim, ++starts)) {
                return;
            }
            log.accept(victim.name() + " is to crash at " + point);
        }
        // The last one has crashed when it has been started without any.
        awaitStart(victim, starts + 1);
    }

    private boolean awaitStart(Child victim, int number) {
        while (victim.restarts() < number && !stopping) {
            LockSupport.parkNanos(ASK.toNanos());
        }
        return !stopping;
    }

    boolean isDone() {
        return guides.stream().noneMatch(Thread::isAlive);
    }

    void stop() {
        stopping = true;
    }
}
