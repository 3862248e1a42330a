package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import java.util.BitSet;
import java.util.List;

/**
 * Menus, breadcrumbs and link lists: runs of very short blocks that are no sentences, before the first or behind the last block of
 * content, and single blocks made of short pieces between separators.
 */
final class NavigationRun implements BlockRule {
    private static final int MOST_WORDS = 4;
    private static final int LEAST_RUN = 3;
    private static final int LEAST_SEPARATORS = 2;
    private static final String SEPARATORS = "|\u203A\u00BB\u00B7\u2022>";
    private static final List<String> JUMPS =
            List.of("skip to content", "skip to main", "skip navigation", "toggle navigation", "zum inhalt springen");

    @Override
    public void mark(List<Block> blocks, BitSet found) {
        for (int i = 0; i < blocks.size(); i++) {
            if (isSeparated(blocks.get(i)) || Phrases.hasAny(Phrases.of(blocks.get(i)), JUMPS)) {
                found.set(i);
            }
        }
        int first = 0;
        while (first < blocks.size() && isItem(blocks, first, found)) {
            first++;
        }
        int last = blocks.size();
        while (last > first && isItem(blocks, last - 1, found)) {
            last--;
        }
        markRun(found, 0, first);
        markRun(found, last, blocks.size());
    }

    private static void markRun(BitSet found, int from, int to) {
        if (to - from >= LEAST_RUN) {
            found.set(from, to);
        }
    }

    private static boolean isItem(List<Block> blocks, int index, BitSet found) {
        Block block = blocks.get(index);
        boolean link = block.kind() == BlockKind.LIST_ITEM || block.kind() == BlockKind.PARAGRAPH;
        return found.get(index) || (link && isShort(block));
    }

    private static boolean isShort(Block block) {
        String text = block.text().strip();
        return !text.isEmpty()
                && ".!?:;".indexOf(text.charAt(text.length() - 1)) < 0
                && text.indexOf('\n') < 0
                && Phrases.hasAtMost(MOST_WORDS, block);
    }

    private static boolean isSeparated(Block block) {
        String text = Phrases.of(block);
        long separators = text.chars().filter(c -> SEPARATORS.indexOf(c) >= 0).count();
        boolean prose = text.endsWith(".") || text.endsWith("!") || text.endsWith("?");
        return (block.kind() == BlockKind.PARAGRAPH || block.kind() == BlockKind.LIST_ITEM)
                && separators >= LEAST_SEPARATORS
                && !prose
                && Phrases.hasAtMost(MOST_WORDS * (separators + 1), block);
    }
}
