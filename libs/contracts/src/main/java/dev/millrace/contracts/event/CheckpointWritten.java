package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that can be resumed from and served: all its parts are written, then its manifest, then this event.
 *
 * @param validationLoss of the weights in it; null when it was not measured at this step
 * @param best true when no earlier measurement of the run was better
 */
public record CheckpointWritten(
        String run,
        int generation,
        int step,
        ObjectRef manifest,
        @Nullable Double validationLoss,
        @Nullable Boolean best,
        Instant at)
        implements Event {
    @Override
    public String key() {
        return run;
    }
}
