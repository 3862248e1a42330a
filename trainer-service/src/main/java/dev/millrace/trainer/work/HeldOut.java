package dev.millrace.trainer.work;

import dev.millrace.model.training.TrainingView;
import java.util.function.ToDoubleFunction;

/** The loss on what is held out while a model learns; not a number when nothing is. */
interface HeldOut extends ToDoubleFunction<TrainingView> {
    /** How many tokens one measurement takes; 0 when nothing is held out. */
    long tokens();
}
