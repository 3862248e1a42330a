package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A run goes on from an earlier step. Metrics and checkpoints of later steps that were announced before this no longer count; the steps
 * are done again, under a higher generation.
 *
 * @param generation of the trainer that says so
 * @param step the last step that counts, 0 for the beginning
 */
public record RunReturned(String run, int generation, int step, Cause cause, Instant at) implements Event {
    /** Why. */
    public enum Cause {
        /** A person wanted it. */
        @JsonProperty("reverted")
        REVERTED,
        /** Loss or gradients were no numbers any more. */
        @JsonProperty("not-a-number")
        NOT_A_NUMBER,
        /** The loss stayed far above what it had been. */
        @JsonProperty("diverged")
        DIVERGED,
        /** No step ended for too long. */
        @JsonProperty("stalled")
        STALLED
    }

    @Override
    public String key() {
        return run;
    }
}
