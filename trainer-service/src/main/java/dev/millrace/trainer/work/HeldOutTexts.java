package dev.millrace.trainer.work;

import dev.millrace.model.encoder.BertObjective;
import dev.millrace.model.training.TrainingView;
import java.util.Optional;

/** Mean loss on the first rows of the validation split, for models that read from both sides. */
final class HeldOutTexts implements HeldOut {
    /** So many are enough to see a trend. */
    private static final int MOST_ROWS = 256;

    private final Optional<BertObjective> objective;
    private final int context;

    /** @param context the most tokens of a text */
    HeldOutTexts(Optional<BertObjective> objective, int context) {
        this.objective = objective;
        this.context = context;
    }

    @Override
    public long tokens() {
        return objective
                .map(each -> (long) context * Math.min(MOST_ROWS, each.size()))
                .orElse(0L);
    }

    @Override
    public double applyAsDouble(TrainingView view) {
        return objective.map(each -> each.loss(MOST_ROWS)).orElse(Double.NaN);
    }
}
