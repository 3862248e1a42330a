package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;
import java.time.Instant;

/** A checkpoint that can be resumed from and served: all its parts are written, then its manifest, then this event. */
public record CheckpointWritten(String run, int generation, int step, ObjectRef manifest, Instant at) implements Event {
    @Override
    public String key() {
        return run;
    }
}
