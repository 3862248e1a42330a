package dev.millrace.trainer.run;

import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.recipe.TrainingRecipe;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run in every state.
 *
 * @param generation of the claim it was last written under, 0 before the first
 * @param recipe every value resolved once the run has started
 * @param totalSteps 0 until the recipe is resolved
 * @param base the manifest of what the run starts from; null until the recipe is resolved
 */
public record RunFacts(
        String run,
        String collection,
        int generation,
        DatasetReady dataset,
        TrainingRecipe recipe,
        int step,
        int totalSteps,
        @Nullable ObjectRef base) {
    public static RunFacts requested(String run, DatasetReady dataset, TrainingRecipe recipe) {
        return new RunFacts(run, dataset.collection(), 0, dataset, recipe, 0, 0, null);
    }

    RunFacts claimedBy(int newer) {
        if (newer <= generation) {
            throw new IllegalArgumentException("generation " + newer + " does not follow " + generation);
        }
        return new RunFacts(run, collection, newer, dataset, recipe, step, totalSteps, base);
    }

    RunFacts planned(TrainingRecipe resolved, int steps, @Nullable ObjectRef from) {
        return new RunFacts(run, collection, generation, dataset, resolved, step, steps, from);
    }

    RunFacts with(TrainingRecipe other) {
        return new RunFacts(run, collection, generation, dataset, other, step, totalSteps, base);
    }

    RunFacts at(int reached) {
        return new RunFacts(run, collection, generation, dataset, recipe, reached, totalSteps, base);
    }
}
