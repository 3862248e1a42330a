package dev.millrace.trainer.work;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How runs are worked on.
 *
 * @param slot which trainer this is
 * @param heartbeat between two signs of life
 * @param lease without a sign of life for so long, another trainer may claim the run
 * @param poll how often to look for a run whose lease has run out
 * @param flush metrics are published at least so often
 * @param attempts claims of a run without a step of progress before it fails
 * @param threads of one operation; a run's bits depend on it
 * @param memory bytes that a run may take; 0 for what the machine has
 * @param folder for files of the run in hand
 */
public record WorkSettings(
        String slot,
        Duration heartbeat,
        Duration lease,
        Duration poll,
        Duration flush,
        int attempts,
        int threads,
        long memory,
        Path folder) {
    public WorkSettings {
        if (heartbeat.compareTo(lease) >= 0) {
            throw new IllegalArgumentException("a heartbeat comes more often than a lease runs out");
        }
    }
}
