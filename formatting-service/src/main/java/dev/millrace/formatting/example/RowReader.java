package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;

/**
 * Reads rows. Answers that are compared come first: such rows often bring the chosen conversation along in another field, and a model must not
 * learn to say what was rejected.
 */
final class RowReader {
    private RowReader() {}

    static RowReading read(JsonNode row) {
        if (PreferenceRow.isOne(row)) {
            return PreferenceRow.read(row);
        }
        if (VerdictRow.isOne(row)) {
            return VerdictRow.read(row);
        }
        if (RelatedRow.isOne(row)) {
            return RelatedRow.read(row);
        }
        return RowShapes.read(row).<RowReading>map(RowReading.Conversation::new).orElseGet(() -> running(row));
    }

    private static RowReading running(JsonNode row) {
        String text = Fields.text(row, "text");
        String label = label(row.path("label"));
        if (!text.isBlank()) {
            return label.isEmpty() ? new RowReading.Running(text) : new RowReading.Labelled(text, label);
        }
        boolean half = row.has(PreferenceRow.CHOSEN) || row.has(PreferenceRow.REJECTED);
        return new RowReading.Refused(half ? ErrorCode.ROW_PREFERENCE_INVALID : ErrorCode.ROW_SHAPE_UNKNOWN);
    }

    /** A word, a number or a truth value; empty for all else. */
    private static String label(JsonNode value) {
        return value.isNull() || value.isContainerNode() ? "" : value.asText("").strip();
    }
}
