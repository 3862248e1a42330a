package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes each service die once at each of its crash points: every start is told of the next point. Where attempts are noted, a point
 * counts at its second reach, as a record that ends the process time and again would rightly be set aside.
 */
final class CrashTour {
    private static final List<String> NOTING = List.of("ingest.submissions.", "cleaning.features.");
    private static final Duration ASK = Duration.ofMillis(50);

    private final List<Thread> guides = new ArrayList<>();
    private final Consumer<String> log;
    private final @Nullable Path crashes;
    private volatile boolean stopping;

    /** @param crashes the file in which processes note where they ended; null when they do not */
    CrashTour(List<Child> victims, List<String> points, @Nullable Path crashes, Consumer<String> log) {
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
            Set<String> noted = noted();
            left = crashes == null
                    ? List.of()
                    : left.stream()
                            .filter(point -> !noted.contains("!" + point))
                            .toList();
        }
    }

    private Set<String> noted() {
        try {
            return crashes == null || !Files.exists(crashes) ? Set.of() : Set.copyOf(Files.readAllLines(crashes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
