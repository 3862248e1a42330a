package dev.millrace.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Row;
import dev.millrace.contracts.text.StructuredText;
import java.util.ArrayList;
import java.util.List;

/** Collects rows, within the limit on a document's rows: each takes far more room in memory than in its file. */
final class Rows {
    static final int MOST_ROWS = 200_000;

    private final List<Row> rows = new ArrayList<>();

    /** @param line where the row begins, from 1 */
    void add(int line, JsonNode value) {
        if (rows.size() == MOST_ROWS) {
            throw new MillraceException(
                    ErrorCode.EXTRACTION_LIMIT, "the document has more than " + MOST_ROWS + " rows");
        }
        rows.add(new Row(line, value));
    }

    StructuredText finish() {
        if (rows.isEmpty()) {
            throw new MillraceException(ErrorCode.DOCUMENT_WITHOUT_TEXT, "the document has no row");
        }
        return new StructuredText(null, List.of(), rows);
    }
}
