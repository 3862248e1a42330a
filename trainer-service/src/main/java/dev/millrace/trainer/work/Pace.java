package dev.millrace.trainer.work;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long the rest of a run takes, judged by its latest steps: the mean over several of them, with whatever happened in
 * between, so that one slow step does not double the answer.
 */
final class Pace {
    private static final int STEPS = 24;

    private final Deque<Long> ends = new ArrayDeque<>();

    /**
     * Seconds that further steps will take.
     *
     * @param end {@link System#nanoTime()} at the end of the step just done
     * @param nanos how long that step took
     */
    double secondsLeft(long end, long nanos, long steps) {
        if (ends.isEmpty()) {
            ends.add(end - nanos);
        }
        ends.add(end);
        if (ends.size() > STEPS + 1) {
            ends.remove();
        }
        return steps * ((end - ends.element()) / 1e9 / (ends.size() - 1));
    }
}
