package dev.millrace.cleaning.operator;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.text.quality.Repetition;
import java.util.Map;

/** Drops documents too much of whose text lies in phrases that repeat earlier ones. */
final class NgramRepetitionFilter implements TextOperator {
    private static final int WORDS = 5;

    private final double maximum;

    NgramRepetitionFilter(double maximum) {
        this.maximum = maximum;
    }

    @Override
    public String name() {
        return "ngram-repetition/1";
    }

    @Override
    public Verdict apply(Draft draft) {
        if (draft.hasRows()) {
            return Verdict.kept();
        }
        double duplicateNgramShare = Repetition.duplicateNgramShare(draft.text(), WORDS);
        return duplicateNgramShare > maximum
                ? new Verdict.Dropped(
                        new DropReason(ErrorCode.TOO_REPETITIVE, name(), duplicateNgramShare, maximum, null))
                : new Verdict.Kept(Map.of("duplicateNgramShare", duplicateNgramShare));
    }
}
