package dev.millrace.trainer.run;

import java.time.Duration;

/**
 * A sign of life of whoever holds a run.
 *
 * @param holder the trainer's slot; empty while only its claim is known
 * @param heardAt on this process's monotonic clock, nanoseconds
 */
record Hold(int generation, String holder, boolean released, long heardAt) {
    static final String UNKNOWN = "";

    /** A zombie's heartbeat of an earlier generation says nothing about the present holder; a released run stays released. */
    Hold followedBy(Hold newer) {
        if (newer.generation != generation) {
            return newer.generation > generation ? newer : this;
        }
        if (newer.holder.equals(UNKNOWN)) {
            return released ? this : new Hold(generation, holder, false, newer.heardAt);
        }
        return newer;
    }

    /** A trainer that comes back in the same slot takes the place of its own predecessor, which is dead or fenced. */
    boolean isFree(String slot, long now, Duration timeout) {
        return released || holder.equals(slot) || now - heardAt >= timeout.toNanos();
    }
}
