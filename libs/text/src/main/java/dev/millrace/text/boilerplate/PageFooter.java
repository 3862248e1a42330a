package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import java.util.BitSet;
import java.util.List;

/** Short blocks near the end of the page that claim rights or link to legal pages. */
final class PageFooter implements BlockRule {
    private static final int MOST_WORDS = 40;
    private static final double LAST_PART = 0.6;
    private static final List<String> CLAIMS = List.of(
            "\u00A9",
            "copyright",
            "all rights reserved",
            "alle rechte vorbehalten",
            "privacy policy",
            "terms of service",
            "terms of use",
            "impressum",
            "powered by",
            "back to top",
            "nach oben",
            "subscribe to our newsletter");

    @Override
    public void mark(List<Block> blocks, BitSet found) {
        for (int i = (int) (blocks.size() * LAST_PART); i < blocks.size(); i++) {
            if (Phrases.hasAny(Phrases.of(blocks.get(i)), CLAIMS) && Phrases.hasAtMost(MOST_WORDS, blocks.get(i))) {
                found.set(i);
            }
        }
    }
}
