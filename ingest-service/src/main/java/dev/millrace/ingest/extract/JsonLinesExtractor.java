package dev.millrace.ingest.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Row;
import dev.millrace.contracts.text.StructuredText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** JSON lines: one JSON object a line. */
final class JsonLinesExtractor implements TextExtractor {
    static final String MEDIA_TYPE = "application/jsonl";

    @Override
    public Set<String> mediaTypes() {
        return Set.of(MEDIA_TYPE, "application/x-ndjson", "application/jsonlines");
    }

    @Override
    public StructuredText extract(byte[] content) {
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String line : Charsets.decode(content).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                rows.add(new Row(number, parse(line, number)));
            }
        }
        if (rows.isEmpty()) {
            throw new MillraceException(ErrorCode.DOCUMENT_WITHOUT_TEXT, "the file has no row");
        }
        return new StructuredText(null, List.of(), rows);
    }

    private static JsonNode parse(String line, int number) {
        try {
            JsonNode node = Json.mapper().readTree(line);
            if (!node.isObject()) {
                throw new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "line " + number + " is no JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "line " + number + " is no JSON", e);
        }
    }
}
