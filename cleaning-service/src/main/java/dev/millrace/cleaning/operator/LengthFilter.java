package dev.millrace.cleaning.operator;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.text.quality.Words;
import java.util.Map;

/** Drops documents with fewer words than the minimum. */
final class LengthFilter implements TextOperator {
    private final double minimum;

    LengthFilter(double minimum) {
        this.minimum = minimum;
    }

    @Override
    public String name() {
        return "length/1";
    }

    @Override
    public Verdict apply(Draft draft) {
        if (draft.hasRows()) {
            return Verdict.kept();
        }
        double words = Words.count(draft.text());
        return words < minimum
                ? new Verdict.Dropped(new DropReason(ErrorCode.TOO_SHORT, name(), words, minimum, null))
                : new Verdict.Kept(Map.of("words", words));
    }
}
