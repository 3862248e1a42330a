package dev.millrace.contracts.text;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an extractor finds in a document: blocks in reading order, or rows. */
public record StructuredText(@Nullable String title, List<Block> blocks, List<Row> rows) {
    public static final String MEDIA_TYPE = "application/vnd.millrace.text+json";

    /** Of a document that is its own text: valid UTF-8 without a byte order mark, whose only structure is its {@link Paragraphs}. */
    public static final String PLAIN = "text/plain;charset=utf-8";

    public StructuredText {
        blocks = List.copyOf(blocks);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a text from storage.
     *
     * @param mediaType of the reference that names it
     * @throws MillraceException {@link dev.millrace.contracts.ErrorCode#EVENT_UNREADABLE} when it is no text
     */
    public static StructuredText read(String mediaType, byte[] content) {
        return mediaType.equals(PLAIN)
                ? plain(new String(content, StandardCharsets.UTF_8))
                : Json.read(content, StructuredText.class);
    }

    private static StructuredText plain(String text) {
        List<Block> blocks = Paragraphs.of(text).stream()
                .map(paragraph -> new Block(BlockKind.PARAGRAPH, paragraph, 0, null, null))
                .toList();
        return new StructuredText(null, blocks, List.of());
    }
}
