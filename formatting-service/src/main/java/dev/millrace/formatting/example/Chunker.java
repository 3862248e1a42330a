package dev.millrace.formatting.example;

import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a document into pieces of running text: between blocks where it can, between sentences where a block is too long, anywhere where a
 * sentence is. A heading stays with what it is the heading of.
 */
final class Chunker {
    private final int limit;
    private final List<String> chunks = new ArrayList<>();
    private final StringBuilder chunk = new StringBuilder();
    private final StringBuilder headings = new StringBuilder();

    private Chunker(int limit) {
        this.limit = limit;
    }

    /** @param limit characters of a piece, at most */
    static List<String> chunks(List<Block> blocks, int limit) {
        Chunker chunker = new Chunker(limit);
        blocks.forEach(chunker::add);
        chunker.take(chunker.headings.toString(), "\n\n");
        chunker.finish();
        return chunker.chunks;
    }

    private void add(Block block) {
        String text = rendered(block);
        if (block.kind() == BlockKind.HEADING) {
            headings.append(headings.isEmpty() ? "" : "\n\n").append(text);
            return;
        }
        String separator = block.kind() == BlockKind.LIST_ITEM && headings.isEmpty() ? "\n" : "\n\n";
        String whole = headings.isEmpty() ? text : headings + "\n\n" + text;
        headings.setLength(0);
        take(whole, separator);
    }

    private static String rendered(Block block) {
        return switch (block.kind()) {
            case HEADING -> "#".repeat(Math.max(1, block.level())) + " " + block.text();
            case LIST_ITEM -> "  ".repeat(Math.max(0, block.level() - 1)) + "- " + block.text();
            case PARAGRAPH, TABLE, CODE -> block.text();
        };
    }

    private void take(String text, String separator) {
        if (text.isEmpty()) {
            return;
        }
        if (!chunk.isEmpty() && chunk.length() + separator.length() + text.length() > limit) {
            finish();
        }
        if (text.length() > limit) {
            pieces(text).forEach(piece -> take(piece, " "));
        } else {
            chunk.append(chunk.isEmpty() ? "" : separator).append(text);
        }
    }

    private void finish() {
        if (!chunk.isEmpty()) {
            chunks.add(chunk.toString());
            chunk.setLength(0);
        }
    }

    private List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text);
        int start = sentences.first();
        for (int end = sentences.next(); end != BreakIterator.DONE; start = end, end = sentences.next()) {
            String sentence = text.substring(start, end).strip();
            for (int from = 0; from < sentence.length(); ) {
                int to = Math.min(sentence.length(), from + limit);
                boolean splitsPair = to < sentence.length() && Character.isHighSurrogate(sentence.charAt(to - 1));
                to -= splitsPair ? 1 : 0;
                pieces.add(sentence.substring(from, to));
                from = to;
            }
        }
        return pieces;
    }
}
