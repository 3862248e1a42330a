package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.text.Passage;
import dev.millrace.contracts.text.Preference;
import java.util.Locale;
import java.util.Optional;

/**
 * TRL's rows of one answer and a verdict: {@code prompt}, {@code completion} and {@code label}. Tables have no truth values, so a label may
 * spell one out, as in "true" or "0"; any other text is a column of somebody's own, and the row an ordinary one.
 */
final class VerdictRow {
    private static final String COMPLETION = "completion";
    private static final String LABEL = "label";

    private VerdictRow() {}

    static boolean isOne(JsonNode row) {
        JsonNode label = row.path(LABEL);
        boolean other = label.isMissingNode()
                || label.isNull()
                || (label.isTextual() && verdict(label).isEmpty());
        return row.has(COMPLETION) && !other;
    }

    static RowReading read(JsonNode row) {
        return preference(row)
                .<RowReading>map(RowReading.Compared::new)
                .orElseGet(() -> new RowReading.Refused(ErrorCode.ROW_PREFERENCE_INVALID));
    }

    private static Optional<Preference> preference(JsonNode row) {
        Optional<Passage> prompt = Passages.read(row.path(PreferenceRow.PROMPT));
        Optional<Passage> answer = Passages.read(row.path(COMPLETION));
        Optional<Boolean> verdict = verdict(row.path(LABEL));
        if (prompt.isEmpty() || answer.isEmpty() || verdict.isEmpty()) {
            return Optional.empty();
        }
        if (!Passages.answers(prompt.get(), answer.get())) {
            return Optional.empty();
        }
        return Optional.of(
                verdict.get()
                        ? new Preference(prompt.get(), answer.get(), null)
                        : new Preference(prompt.get(), null, answer.get()));
    }

    private static Optional<Boolean> verdict(JsonNode label) {
        return switch (label.isContainerNode() ? "" : label.asText().strip().toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
