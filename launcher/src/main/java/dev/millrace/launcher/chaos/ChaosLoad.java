package dev.millrace.launcher.chaos;

import dev.millrace.launcher.chaos.load.ChaosSubmission;
import dev.millrace.launcher.local.Child;
import dev.millrace.launcher.local.LauncherException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends a plan's documents while its faults happen. */
final class ChaosLoad {
    private static final Duration NOTHING_HAPPENS = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration ROUND = Duration.ofMillis(500);
    private static final int REPEATED = 10;
    private static final int ROUNDS_PER_REQUEST = 8;

    private final ChaosPlan plan;
    private final String collection;
    private final ChaosLine line;
    private final List<Child> victims;
    private final CrashLog crashes;
    private final ChaosListener listener;

    ChaosLoad(
            ChaosPlan plan,
            String collection,
            ChaosLine line,
            List<Child> victims,
            CrashLog crashes,
            ChaosListener listener) {
        this.plan = plan;
        this.collection = collection;
        this.line = line;
        this.victims = victims;
        this.crashes = crashes;
        this.listener = listener;
    }

    /** @return how often a process was killed from outside */
    int run(List<ChaosSubmission> submissions) {
        Duration between = plan.betweenFaults();
        if (!plan.crashPoints().isEmpty()) {
            tour(submissions);
            return 0;
        }
        if (between == null) {
            submitAll(submissions);
            return 0;
        }
        try (ChaosMonkey monkey = new ChaosMonkey(victims, plan.seed(), between, listener::happened)) {
            monkey.start();
            submitAll(submissions);
            return monkey.kills();
        }
    }

    private void submitAll(List<ChaosSubmission> submissions) {
        long pause = plan.load().toNanos() / Math.max(1, submissions.size());
        AtomicInteger sent = new AtomicInteger();
        line.submit(collection, submissions, () -> {
            LockSupport.parkNanos(pause);
            listener.progressed("documents", sent.incrementAndGet(), submissions.size());
        });
    }

    /** Everything once, then some of it again and again, with requests, until each point has had its crash: repeating changes nothing. */
    private void tour(List<ChaosSubmission> submissions) {
        CrashTour tour = new CrashTour(victims, plan.crashPoints(), crashes, listener::happened);
        submitAll(submissions);
        List<ChaosSubmission> named = submissions.stream()
                .filter(submission -> !(submission instanceof ChaosSubmission.Nameless))
                .toList();
        Random random = new Random(plan.order());
        Patience patience =
                new Patience(NOTHING_HAPPENS, LONGEST, () -> crashes.crashed().size());
        for (int round = 0; !tour.isDone(); round++) {
            if (patience.isOver()) {
                tour.stop();
                throw LauncherException.failed("Only " + crashes.crashed().size() + " of "
                        + plan.crashPoints().size() + " crash points were met, and no further one for "
                        + NOTHING_HAPPENS.toMinutes() + " min.");
            }
            List<ChaosSubmission> again =
                    random.ints(REPEATED, 0, named.size()).mapToObj(named::get).toList();
            line.submit(collection, again, () -> {});
            if (round % ROUNDS_PER_REQUEST == 0) {
                line.request(collection, "tour-" + plan.seed() + "-" + round);
            }
            listener.progressed(
                    "crash points", crashes.crashed().size(), plan.crashPoints().size());
            LockSupport.parkNanos(ROUND.toNanos());
        }
    }
}
