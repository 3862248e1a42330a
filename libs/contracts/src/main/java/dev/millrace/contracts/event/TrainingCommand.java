package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contracts.Check;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person or a policy wants of a run.
 *
 * @param run the run's id
 * @param datasetVersion for {@link Action#START}
 * @param recipe for {@link Action#START}; null takes the collection's
 * @param step for {@link Action#REVERT}: go on from the last checkpoint up to this step
 */
public record TrainingCommand(
        String run,
        Action action,
        String collection,
        @Nullable String datasetVersion,
        @Nullable TrainingRecipe recipe,
        @Nullable Integer step,
        Instant at,
        String by)
        implements Event {
    /** What is to happen. */
    public enum Action {
        @JsonProperty("start")
        START,
        @JsonProperty("cancel")
        CANCEL,
        @JsonProperty("pause")
        PAUSE,
        @JsonProperty("resume")
        RESUME,
        @JsonProperty("revert")
        REVERT
    }

    public TrainingCommand {
        Check.text("run", run, 128);
        Check.that(run.matches("[A-Za-z0-9._-]+"), "a run's id has letters, digits, dot, dash and underscore");
        Check.that(step == null || step >= 0, "step is not negative");
        Check.that(action != Action.REVERT || step != null, "revert names a step");
    }

    /** A command that is about no step. */
    public TrainingCommand(
            String run,
            Action action,
            String collection,
            @Nullable String datasetVersion,
            @Nullable TrainingRecipe recipe,
            Instant at,
            String by) {
        this(run, action, collection, datasetVersion, recipe, null, at, by);
    }

    @Override
    public String key() {
        return run;
    }
}
