package dev.millrace.ingest.extract;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.StructuredText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects blocks in reading order, within the limit on a document's text. */
final class Blocks {
    /** Characters of text one document may have; what unpacks to more is hostile. */
    static final int MOST_CHARACTERS = 50_000_000;

    private final List<Block> blocks = new ArrayList<>();
    private @Nullable String title;
    private @Nullable Integer page;
    private @Nullable String region;
    private long characters;

    void title(@Nullable String text) {
        if (title == null && text != null && !text.isBlank()) {
            title = Check.isUnicode(text) ? text.strip() : withoutHalves(text).strip();
        }
    }

    void page(int number) {
        page = number;
    }

    void region(@Nullable String name) {
        region = name;
    }

    void add(BlockKind kind, String text, int level) {
        String whole = Check.isUnicode(text) ? text : withoutHalves(text);
        String trimmed = kind == BlockKind.CODE ? whole.stripTrailing() : whole.strip();
        if (trimmed.isEmpty()) {
            return;
        }
        characters += trimmed.length();
        if (characters > MOST_CHARACTERS) {
            throw new MillraceException(
                    ErrorCode.EXTRACTION_LIMIT, "the document's text has more than " + MOST_CHARACTERS + " characters");
        }
        if (kind == BlockKind.HEADING && region == null) {
            title(trimmed);
        }
        blocks.add(new Block(kind, trimmed, level, page, region));
    }

    /** Half a surrogate pair has no UTF-8 form; the character that says so stands in for it. */
    private static String withoutHalves(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    StructuredText finish() {
        if (blocks.isEmpty()) {
            throw new MillraceException(ErrorCode.DOCUMENT_WITHOUT_TEXT, "no text was found in the document");
        }
        return new StructuredText(title, blocks, List.of());
    }
}
