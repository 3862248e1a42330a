package dev.millrace.ingest.extract;

import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.Paragraphs;
import dev.millrace.contracts.text.StructuredText;
import java.util.Set;

/** Plain text in any encoding. */
final class PlainTextExtractor implements TextExtractor {
    @Override
    public Set<String> mediaTypes() {
        return Set.of("text/plain");
    }

    @Override
    public StructuredText extract(byte[] content) {
        Blocks blocks = new Blocks();
        Paragraphs.of(Charsets.decode(content)).forEach(paragraph -> blocks.add(BlockKind.PARAGRAPH, paragraph, 0));
        return blocks.finish();
    }
}
