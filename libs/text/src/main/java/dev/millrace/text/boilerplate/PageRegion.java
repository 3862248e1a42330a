package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** What the page itself marks as its frame. */
final class PageRegion implements BlockRule {
    private static final Set<String> FRAME = Set.of("navigation", "header", "footer", "dialog", "aside", "form");

    @Override
    public void mark(List<Block> blocks, BitSet found) {
        for (int i = 0; i < blocks.size(); i++) {
            String region = blocks.get(i).region();
            if (region != null && FRAME.contains(region)) {
                found.set(i);
            }
        }
    }
}
