package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.Trainable;
import java.util.List;

/** What a run makes smaller: a model's mean loss over the rows of a dataset. */
public interface Objective {
    Trainable model();

    /** How many rows there are; every one is taken once an epoch. */
    int size();

    /**
     * The work that some rows make.
     *
     * @param rows each in [0, {@link #size()})
     * @param draw random numbers of this step and batch, the same when the step is done again
     */
    Work work(List<Integer> rows, CounterRandom draw);

    /** Rows that are computed together. */
    interface Work {
        /** All tokens computed. */
        long tokens();

        /** How many losses are summed up: supervised tokens, or rows. */
        long supervised();

        /**
         * Sum of the losses, and their gradients.
         *
         * @param gradients one tensor per trained parameter, in the order of {@link Trainable#trained()}
         */
        double backward(List<NDArray> gradients, LossSettings settings);

        /** Adds what the way there and back showed besides the loss. */
        default void measure(Measures measures) {}
    }
}
