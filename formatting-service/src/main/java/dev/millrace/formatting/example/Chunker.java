package dev.millrace.formatting.example;

import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into pieces of running text: between blocks where it can, within a block where {@link Cuts} says. A heading stays with what
 * it is the heading of. Nothing but white space is left out, and nothing is repeated.
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
        chunker.take(chunker.headings.toString(), "\n\n", false);
        chunker.finish();
        return chunker.chunks;
    }

    private void add(Block block) {
        String text = rendered(block);
        if (text.isBlank()) {
            return;
        }
        if (block.kind() == BlockKind.HEADING) {
            headings.append(headings.isEmpty() ? "" : "\n\n").append(text);
            return;
        }
        String separator = block.kind() == BlockKind.LIST_ITEM && headings.isEmpty() ? "\n" : "\n\n";
        String whole = headings.isEmpty() ? text : headings + "\n\n" + text;
        headings.setLength(0);
        take(whole, separator, block.kind() == BlockKind.TABLE || block.kind() == BlockKind.CODE);
    }

    private static String rendered(Block block) {
        return switch (block.kind()) {
            case HEADING -> "#".repeat(Math.max(1, block.level())) + " " + block.text();
            case LIST_ITEM -> "  ".repeat(Math.max(0, block.level() - 1)) + "- " + block.text();
            case PARAGRAPH, TABLE, CODE -> block.text();
        };
    }

    /** @param byLine true where lines are units: rows of a table, code */
    private void take(String text, String separator, boolean byLine) {
        if (!chunk.isEmpty() && chunk.length() + separator.length() + text.length() > limit) {
            finish();
        }
        String rest = text;
        while (rest.length() > limit) {
            int cut = Cuts.at(rest, limit, byLine);
            chunk.append(rest, 0, cut);
            finish();
            rest = byLine
                    ? withoutBlankLines(rest.substring(cut))
                    : rest.substring(cut).stripLeading();
        }
        chunk.append(chunk.isEmpty() || rest.isEmpty() ? "" : separator).append(rest);
    }

    /** The first line keeps its indentation: it is part of what code says. */
    private static String withoutBlankLines(String text) {
        int from = 0;
        for (int at = 0; at < text.length() && Character.isWhitespace(text.charAt(at)); at++) {
            from = text.charAt(at) == '\n' ? at + 1 : from;
        }
        return text.substring(from);
    }

    private void finish() {
        String finished = chunk.toString().stripTrailing();
        if (!finished.isBlank()) {
            chunks.add(finished);
        }
        chunk.setLength(0);
    }
}
