package dev.millrace.model.training;

import dev.millrace.model.decoder.Trainable;

/** What an observer may see and do. */
public interface TrainingView {
    /** Steps done, over all processes of the run. */
    long step();

    TrainingPlan plan();

    /** The model in training; to be read only, and only until the observer returns. */
    Trainable model();

    /** Allocates the snapshot's memory before the first is taken. */
    void reserveSnapshot();

    /**
     * A copy of the whole state, which may be written by another thread while training goes on.
     *
     * @throws IllegalStateException when the one before has not been closed
     */
    TrainingSnapshot snapshot();

    /** Ends the run after this step. */
    void stop();
}
