package dev.millrace.trainer.work;

import dev.millrace.model.preference.PreferenceObjective;
import dev.millrace.model.training.TrainingView;
import java.util.Optional;

/** Mean loss on the first pairs, or answers, of the validation split. */
final class HeldOutAnswers implements HeldOut {
    /** As many tokens as of text, for the same reason. */
    private static final int MOST_TOKENS = 16_384;

    private final Optional<PreferenceObjective> objective;
    private final int most;
    private final long tokens;

    /** @param context the most tokens of an answer with its prompt */
    HeldOutAnswers(Optional<PreferenceObjective> objective, int context) {
        this.objective = objective;
        this.most = Math.max(1, MOST_TOKENS / (2 * context));
        this.tokens = objective
                .map(each -> 2L * context * Math.min(most, each.size()))
                .orElse(0L);
    }

    @Override
    public long tokens() {
        return tokens;
    }

    @Override
    public double applyAsDouble(TrainingView view) {
        return objective.map(each -> each.loss(most)).orElse(Double.NaN);
    }
}
