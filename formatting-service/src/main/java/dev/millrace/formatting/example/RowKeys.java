package dev.millrace.formatting.example;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import java.util.HashMap;
import java.util.Map;

/**
 * Split keys of the rows of one document: of their content, so that a row stays on its side of the split wherever it stands. Equal rows are
 * told apart by a running number.
 */
public final class RowKeys {
    private static final int DIGITS = 16;

    private final String family;
    private final Map<String, Integer> seen = new HashMap<>();

    public RowKeys(String family) {
        this.family = family;
    }

    String next(JsonNode row) {
        String content = Hashes.sha256(Json.canonical(row)).substring(0, DIGITS);
        int before = seen.merge(content, 1, Integer::sum) - 1;
        return family + "#" + content + (before == 0 ? "" : "+" + before);
    }

    /** As rows were told apart before their content was: by their place among those that can be read. */
    public static String byPlace(String family, int number) {
        return family + "#" + number;
    }
}
