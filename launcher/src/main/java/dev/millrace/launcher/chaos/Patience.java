package dev.millrace.launcher.chaos;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Waits as long as something goes on: over when nothing has grown for a while, or after the longest time of all. */
final class Patience {
    private final Duration pause;
    private final LongSupplier progress;
    private final LongSupplier clock;
    private final long end;
    private long seen;
    private long deadline;

    /**
     * @param pause how long nothing may happen
     * @param longest how long it may last in all
     * @param progress a number that grows while something happens
     */
    Patience(Duration pause, Duration longest, LongSupplier progress) {
        this(pause, longest, progress, System::nanoTime);
    }

    Patience(Duration pause, Duration longest, LongSupplier progress, LongSupplier clock) {
        this.pause = pause;
        this.progress = progress;
        this.clock = clock;
        long now = clock.getAsLong();
        this.seen = progress.getAsLong();
        this.deadline = now + pause.toNanos();
        this.end = now + longest.toNanos();
    }

    boolean isOver() {
        long now = clock.getAsLong();
        if (now - deadline < 0) {
            return false;
        }
        long grown = progress.getAsLong();
        boolean over = grown == seen || now - end >= 0;
        seen = grown;
        deadline = now + pause.toNanos();
        return over;
    }
}
