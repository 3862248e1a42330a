package dev.millrace.cleaning.operator;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.text.quality.Letters;
import java.util.Map;

/** Drops documents that are mostly digits, punctuation or symbols. */
final class LetterFilter implements TextOperator {
    private final double minimum;

    LetterFilter(double minimum) {
        this.minimum = minimum;
    }

    @Override
    public String name() {
        return "letters/1";
    }

    @Override
    public Verdict apply(Draft draft) {
        if (draft.hasRows()) {
            return Verdict.kept();
        }
        double letterShare = Letters.share(draft.text());
        return letterShare < minimum
                ? new Verdict.Dropped(new DropReason(ErrorCode.TOO_FEW_LETTERS, name(), letterShare, minimum, null))
                : new Verdict.Kept(Map.of("letterShare", letterShare));
    }
}
