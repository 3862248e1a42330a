package dev.millrace.trainer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.trainer.plan.RecipeCheck;
import dev.millrace.trainer.run.RunFacts;
import dev.millrace.trainer.run.RunIds;
import dev.millrace.trainer.run.RunState;
import dev.millrace.trainer.run.RunState.Paused;
import dev.millrace.trainer.run.RunState.Requested;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a ready dataset and a command change about runs that nobody holds. Who holds a run follows commands by itself. */
public final class TrainerStep {
    /** Ids become parts of object keys. */
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    /** What has been said before. */
    public interface Known {
        Optional<RunState> run(String id);

        Optional<Recipe> recipe(String collection, String version);

        Optional<Recipe> currentRecipe(String collection);

        /** @param version null for the latest */
        Optional<DatasetReady> dataset(String collection, @Nullable String version);
    }

    /**
     * @return the run's new state; empty when nothing changes
     * @throws MillraceException {@link ErrorCode#COLLECTION_UNKNOWN} when nobody knows the recipe it names
     */
    public Optional<RunState> take(DatasetReady ready, Known known) {
        Recipe recipe = known.recipe(ready.collection(), ready.recipeVersion())
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.COLLECTION_UNKNOWN, "no recipe of this collection has the dataset's version"));
        if (!recipe.training().automatic()) {
            return Optional.empty();
        }
        return start(RunIds.of(ready, recipe.training()), ready, recipe.training(), known);
    }

    /**
     * @return the run's new state; empty when nothing changes
     * @throws MillraceException {@link ErrorCode#DATASET_UNKNOWN} or {@link ErrorCode#COLLECTION_UNKNOWN} for a start,
     *     {@link ErrorCode#RUN_UNKNOWN} for everything else
     */
    public Optional<RunState> take(TrainingCommand command, Known known) {
        return switch (command.action()) {
            case START -> start(command, known);
            case PAUSE ->
                existing(command, known) instanceof Requested run ? Optional.of(run.pause()) : Optional.empty();
            case RESUME ->
                existing(command, known) instanceof Paused run ? Optional.of(run.resume()) : Optional.empty();
            case REVERT -> revert(existing(command, known));
            case CANCEL -> cancel(existing(command, known));
        };
    }

    /** Who holds the run, or claims it next, goes back. */
    private static Optional<RunState> revert(RunState state) {
        if (state.isFinal()) {
            throw new MillraceException(ErrorCode.CONFLICT, "a run that has ended does not go back");
        }
        return state instanceof Paused run ? Optional.of(run.resume()) : Optional.empty();
    }

    private static Optional<RunState> cancel(RunState state) {
        return switch (state) {
            case Requested run -> Optional.of(run.cancel());
            case Paused run -> Optional.of(run.cancel());
            case RunState.Running held -> Optional.empty();
            case RunState.Finished over -> Optional.empty();
            case RunState.Failed over -> Optional.empty();
            case RunState.Cancelled over -> Optional.empty();
        };
    }

    private static RunState existing(TrainingCommand command, Known known) {
        return known.run(command.run())
                .orElseThrow(() -> new MillraceException(ErrorCode.RUN_UNKNOWN, "no run has this id"));
    }

    private static Optional<RunState> start(TrainingCommand command, Known known) {
        if (known.run(command.run()).isPresent()) {
            return Optional.empty();
        }
        if (!RUN.matcher(command.run()).matches()) {
            throw new MillraceException(ErrorCode.ATTRIBUTE_INVALID, "a new run's id begins with a letter or digit");
        }
        DatasetReady dataset = known.dataset(command.collection(), command.datasetVersion())
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.DATASET_UNKNOWN, "the collection has no ready dataset of this version"));
        TrainingRecipe recipe = command.recipe() == null ? ofCollection(command, known) : command.recipe();
        return start(command.run(), dataset, recipe, known);
    }

    private static TrainingRecipe ofCollection(TrainingCommand command, Known known) {
        return known.currentRecipe(command.collection())
                .orElseThrow(() -> new MillraceException(ErrorCode.COLLECTION_UNKNOWN, "no collection has this name"))
                .training();
    }

    private static Optional<RunState> start(String id, DatasetReady dataset, TrainingRecipe recipe, Known known) {
        if (known.run(id).isPresent()) {
            return Optional.empty();
        }
        Requested requested = new Requested(RunFacts.requested(id, dataset, recipe));
        Optional<String> problem = RecipeCheck.problem(recipe);
        return Optional.of(
                problem.isPresent() ? requested.refuse(ErrorCode.RUN_CONFIG_INVALID, problem.get()) : requested);
    }
}
