package dev.millrace.trainer.work;

import dev.millrace.model.training.Objective;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.trainer.run.RunState.Running;

/**
 * Everything a run's first step needs.
 *
 * @param run with its recipe resolved
 * @param subject the model as it is before the first step; ends with this
 * @param objective what it learns
 * @param heldOut how it is measured while it learns
 */
record Prepared(Running run, TrainingPlan plan, Subject subject, Objective objective, HeldOut heldOut)
        implements AutoCloseable {
    @Override
    public void close() {
        subject.close();
    }
}
