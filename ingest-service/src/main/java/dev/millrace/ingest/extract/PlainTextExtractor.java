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
        Blocks blocks = new Blocks();
        StringBuilder paragraph = new StringBuilder();
        Charsets.decode(content).lines().forEach(line -> {
            if (line.isBlank()) {
                blocks.add(BlockKind.PARAGRAPH, paragraph.toString(), 0);
                paragraph.setLength(0);
            } else {
                paragraph.append(paragraph.isEmpty() ? "" : "\n").append(line);
            }
        });
        blocks.add(BlockKind.PARAGRAPH, paragraph.toString(), 0);
        return blocks.finish();
    }
}
