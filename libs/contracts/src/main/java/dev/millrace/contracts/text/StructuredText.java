package dev.millrace.contracts.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an extractor finds in a document: blocks in reading order, or rows. */
public record StructuredText(@Nullable String title, List<Block> blocks, List<Row> rows) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.text+json";

    public StructuredText {
        blocks = List.copyOf(blocks);
        rows = List.copyOf(rows);
    }
}
