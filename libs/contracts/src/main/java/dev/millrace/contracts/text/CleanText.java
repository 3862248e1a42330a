package dev.millrace.contracts.text;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document's text after repair, boilerplate removal and masking.
 *
 * @param masked every replaced span
 * @param changes number of changed places by operator
 */
public record CleanText(
        @Nullable String title,
        List<Block> blocks,
        List<Row> rows,
        List<MaskedSpan> masked,
        Map<String, Integer> changes) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.clean+json";

    public CleanText {
        blocks = List.copyOf(blocks);
        rows = List.copyOf(rows);
        masked = List.copyOf(masked);
        changes = Map.copyOf(changes);
    }
}
