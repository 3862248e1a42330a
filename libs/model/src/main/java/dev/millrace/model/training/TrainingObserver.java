package dev.millrace.model.training;

/**
 * Watches a run. Metrics, checkpoints, early stop and samples are observers, so that the loop knows none of them. All
 * methods are called on the loop's thread, in the order in which observers were given; an exception ends the run.
 */
public interface TrainingObserver {
    /** Before the first step of this process. */
    default void started(TrainingView view) {}

    /** After a step, its weights in place. */
    default void stepped(StepReport report, TrainingView view) {}

    /** After the last step, or after a stop was asked for. */
    default void ended(TrainingView view) {}
}
