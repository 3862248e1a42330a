package dev.millrace.cleaning.operator;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.text.quality.Repetition;
import java.util.Map;

/** Drops documents too many of whose lines repeat earlier ones. */
final class LineRepetitionFilter implements TextOperator {
    private final double maximum;

    LineRepetitionFilter(double maximum) {
        this.maximum = maximum;
    }

    @Override
    public String name() {
        return "line-repetition/1";
    }

    @Override
    public Verdict apply(Draft draft) {
        if (draft.hasRows()) {
            return Verdict.kept();
        }
        double duplicateLineShare = Repetition.duplicateLineShare(draft.text());
        return duplicateLineShare > maximum
                ? new Verdict.Dropped(
                        new DropReason(ErrorCode.TOO_REPETITIVE, name(), duplicateLineShare, maximum, null))
                : new Verdict.Kept(Map.of("duplicateLineShare", duplicateLineShare));
    }
}
