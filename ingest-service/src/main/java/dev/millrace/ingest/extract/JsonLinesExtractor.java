package dev.millrace.ingest.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Check;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.StructuredText;
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
        Rows rows = new Rows();
        int number = 0;
        for (String line : Charsets.decode(content).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                rows.add(number, parse(line, number));
            }
        }
        return rows.finish();
    }

    private static JsonNode parse(String line, int number) {
        try {
            JsonNode node = Json.mapper().readTree(line);
            if (!node.isObject()) {
                throw new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "line " + number + " is no JSON object");
            }
            if (line.contains("\\u") && !Check.isUnicode(node.toString())) {
                throw new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "line " + number + " has a lone surrogate");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.DOCUMENT_UNREADABLE, "line " + number + " is no JSON", e);
        }
    }
}
