package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import java.util.BitSet;
import java.util.List;

/** Tells the blocks of a web page that its readers came for from those around them. */
public final class Boilerplate {
    private static final List<BlockRule> RULES =
            List.of(new PageRegion(), new CookieNotice(), new PageFooter(), new NavigationRun());

    private Boilerplate() {}

    /** Indices of the blocks that are not content. A page that would have nothing left keeps everything. */
    public static BitSet find(List<Block> blocks) {
        BitSet found = new BitSet(blocks.size());
        RULES.forEach(rule -> rule.mark(blocks, found));
        if (found.cardinality() == blocks.size()) {
            found.clear();
        }
        return found;
    }
}
