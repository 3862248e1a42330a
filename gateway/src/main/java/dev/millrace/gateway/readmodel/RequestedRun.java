package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.recipe.TrainingRecipe;

/** A run of which no trainer has spoken yet. */
final class RequestedRun {
    private RequestedRun() {}

    /** @param collections what the collection's recipe says of training, for who asked for nothing else */
    static TrainingRunChanged of(TrainingCommand asked, DatasetReady dataset, TrainingRecipe collections) {
        return new TrainingRunChanged(
                asked.run(),
                asked.collection(),
                TrainingRunChanged.State.REQUESTED,
                0,
                dataset,
                asked.recipe() == null ? collections : asked.recipe(),
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                asked.at());
    }
}
