package dev.millrace.trainer.work;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.training.Objective;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.trainer.plan.Corpus;

/** A dataset as far as a run learns from it. */
interface Lesson {
    /** What the plan depends on. */
    Corpus corpus(int vocabulary);

    /**
     * What a model learns from it, and is measured by.
     *
     * @param model as it is before the first step
     * @throws dev.millrace.contracts.MillraceException RUN_CONFIG_INVALID when plan, model and dataset do not fit, LABELS_EMPTY
     */
    Taught teach(DecoderModel model, TrainingPlan plan);

    record Taught(Objective objective, HeldOut heldOut) {}
}
