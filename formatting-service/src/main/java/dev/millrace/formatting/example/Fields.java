package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;

/** Text fields of rows. */
final class Fields {
    private Fields() {}

    /** The field's text without space around it; empty when it is missing or no text. */
    static String text(JsonNode row, String name) {
        JsonNode value = row.path(name);
        return value.isTextual() ? value.asText().strip() : "";
    }
}
