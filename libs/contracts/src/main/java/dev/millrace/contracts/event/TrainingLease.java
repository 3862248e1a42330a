package dev.millrace.contracts.event;

import java.time.Instant;

/** A trainer's heartbeat on a run it holds. */
public record TrainingLease(String run, int generation, String holder, boolean released, Instant at) implements Event {
    @Override
    public String key() {
        return run;
    }
}
