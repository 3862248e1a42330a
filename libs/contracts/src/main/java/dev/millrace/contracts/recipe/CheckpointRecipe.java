package dev.millrace.contracts.recipe;

import dev.millrace.contracts.Check;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoints of a run are kept; all of them when nothing is said. The latest one, the only good one, is never deleted.
 *
 * @param keepLast so many of the latest
 * @param keepBest true to keep the one with the lowest validation loss, which is then measured at every checkpoint
 * @param keepEvery those whose step is a multiple of this
 * @param inBackground false when training waits until a checkpoint is stored: a crash then never costs more steps than lie between two;
 *     otherwise it goes on meanwhile
 */
public record CheckpointRecipe(
        @Nullable Integer keepLast,
        @Nullable Boolean keepBest,
        @Nullable Integer keepEvery,
        @Nullable Boolean inBackground) {
    public CheckpointRecipe {
        Check.that(keepLast == null || (keepLast >= 1 && keepLast <= 10_000), "keepLast lies between 1 and 10000");
        Check.that(
                keepEvery == null || (keepEvery >= 1 && keepEvery <= 100_000_000),
                "keepEvery lies between 1 and 100000000");
    }

    public static CheckpointRecipe usual() {
        return new CheckpointRecipe(null, null, null, null);
    }
}
