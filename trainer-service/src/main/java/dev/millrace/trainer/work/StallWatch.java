package dev.millrace.trainer.work;

import dev.millrace.model.training.StepReport;
import dev.millrace.model.training.TrainingObserver;
import dev.millrace.model.training.TrainingView;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks from outside whether steps still end; acts once, on a thread of its own: the one that trains may never come back. */
final class StallWatch implements TrainingObserver, AutoCloseable {
    private static final int LOOKS = 8;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stall-watch").factory());
    private final long limit;
    private final Runnable stalled;
    private volatile long latest;
    private volatile boolean watching;

    /**
     * @param limit longest time between two steps; zero watches nothing
     * @param stalled what to do then
     */
    StallWatch(Duration limit, Runnable stalled) {
        this.limit = limit.toNanos();
        this.stalled = stalled;
    }

    @Override
    public void started(TrainingView view) {
        if (limit > 0) {
            latest = System.nanoTime();
            watching = true;
            long pause = Math.max(1, limit / LOOKS);
            var looking = thread.scheduleAtFixedRate(this::look, pause, pause, TimeUnit.NANOSECONDS);
            assert !looking.isCancelled();
        }
    }

    @Override
    public void stepped(StepReport report, TrainingView view) {
        latest = System.nanoTime();
    }

    private void look() {
        if (watching && System.nanoTime() - latest > limit) {
            watching = false;
            stalled.run();
        }
    }

    @Override
    public void ended(TrainingView view) {
        watching = false;
    }

    @Override
    public void close() {
        watching = false;
        thread.shutdownNow();
    }
}
