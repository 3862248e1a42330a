package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import java.util.List;
import java.util.stream.Stream;

/** Rows of sentence-transformers: {@code anchor}, {@code positive} that belongs to it, and perhaps {@code negative} that does not. */
final class RelatedRow {
    private static final String ANCHOR = "anchor";
    private static final String POSITIVE = "positive";
    private static final String NEGATIVE = "negative";

    private RelatedRow() {}

    static boolean isOne(JsonNode row) {
        return row.has(ANCHOR) && row.has(POSITIVE);
    }

    static RowReading read(JsonNode row) {
        List<String> texts = Stream.of(ANCHOR, POSITIVE, NEGATIVE)
                .filter(row::hasNonNull)
                .map(field -> Fields.text(row, field))
                .toList();
        boolean whole = texts.size() >= 2 && texts.stream().noneMatch(String::isBlank);
        return whole ? new RowReading.Related(texts) : new RowReading.Refused(ErrorCode.ROW_SHAPE_UNKNOWN);
    }
}
