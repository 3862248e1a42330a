package dev.millrace.ingest.extract;

import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.StructuredText;
import java.util.Set;

/** Plain text: paragraphs lie between blank lines. */
final class PlainTextExtractor implements TextExtractor {
    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/plain");
    }

    @Override
    public StructuredText extract(byte[] content) {
        String text = withPlainFeeds(Charsets.decode(content));
        Blocks blocks = new Blocks();
        int paragraph = 0;
        int line = 0;
        while (line < text.length()) {
            int feed = text.indexOf('\n', line);
            int end = feed < 0 ? text.length() : feed;
            if (isBlank(text, line, end)) {
                blocks.add(BlockKind.PARAGRAPH, text.substring(paragraph, line), 0);
                paragraph = end;
            }
            line = end + 1;
        }
        blocks.add(BlockKind.PARAGRAPH, text.substring(paragraph), 0);
        return blocks.finish();
    }

    private static String withPlainFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
