package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Makes each service die once at each of its crash points: every start is told of the next point. */
final class CrashTour {
    private static final Duration ASK = Duration.ofMillis(50);

    private final List<Thread> guides = new ArrayList<>();
    private final Consumer<String> log;
    private final CrashLog crashes;
    private volatile boolean stopping;

    /** @param crashes where the victims note that they ended */
    CrashTour(List<Child> victims, List<String> points, CrashLog crashes, Consumer<String> log) {
        this.log = log;
        this.crashes = crashes;
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
                    .start(() -> visitAll(victim, own)));
        }
    }

    /** A process can end for another reason on its way to a point: that point is then tried again. */
    private void visitAll(Child victim, List<String> points) {
        List<String> left = points;
        while (!left.isEmpty() && !stopping) {
            guide(victim, left);
            Set<String> crashed = crashes.crashed();
            left = left.stream().filter(point -> !crashed.contains(point)).toList();
        }
    }

    private void guide(Child victim, List<String> points) {
        int starts = victim.restarts();
        for (String point : points) {
            victim.onceWith(CrashPlaces.VARIABLE, point + (CrashPlaces.isNoting(point) ? ":2" : ""));
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
