package dev.millrace.contracts.event;

import java.time.Instant;

/** A checkpoint that the run's recipe does not keep any longer: newer ones stand in its place, and its files are being deleted. */
public record CheckpointDropped(String run, int generation, int step, Instant at) implements Event {
    @Override
    public String key() {
        return run;
    }
}
