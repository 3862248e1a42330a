package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands; the latest counts.
 *
 * @param recipe every value resolved once the run has started
 * @param generation of the trainer that holds the run; grows with every claim, 0 before the first
 * @param model the finished model's {@link dev.millrace.contracts.manifest.ModelManifest}
 * @param base the {@link dev.millrace.contracts.manifest.ModelManifest} of what the run started from
 */
public record TrainingRunChanged(
        String run,
        String collection,
        State state,
        int generation,
        DatasetReady dataset,
        TrainingRecipe recipe,
        int step,
        int totalSteps,
        @Nullable Double firstLoss,
        @Nullable Double lastLoss,
        @Nullable Double tokensPerSecond,
        @Nullable String modelId,
        @Nullable ObjectRef model,
        @Nullable ObjectRef base,
        @Nullable ErrorCode code,
        @Nullable String message,
        Instant at)
        implements Event {
    /** The states of a run; the last three are final. */
    public enum State {
        @JsonProperty("requested")
        REQUESTED,
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("paused")
        PAUSED,
        @JsonProperty("finished")
        FINISHED,
        @JsonProperty("failed")
        FAILED,
        @JsonProperty("cancelled")
        CANCELLED;

        public boolean isFinal() {
            return this == FINISHED || this == FAILED || this == CANCELLED;
        }
    }

    @Override
    public String key() {
        return run;
    }
}
