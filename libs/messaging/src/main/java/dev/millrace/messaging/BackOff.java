package dev.millrace.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits that double up to a limit, each between half and whole, so that replicas do not knock together. */
record BackOff(Duration first, Duration most) {
    static final BackOff EXTERNAL = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(20));

    /** @param attempt from 1 */
    Duration wait(int attempt) {
        long longest = Math.min(most.toMillis(), first.toMillis() << Math.min(attempt - 1, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }
}
