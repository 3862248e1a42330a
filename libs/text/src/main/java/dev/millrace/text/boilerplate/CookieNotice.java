package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import java.util.BitSet;
import java.util.List;

/** Short blocks that speak of cookies and ask for something. */
final class CookieNotice implements BlockRule {
    private static final int MOST_WORDS = 80;
    private static final List<String> REQUESTS = List.of(
            "accept",
            "consent",
            "agree",
            "settings",
            "preferences",
            "we use",
            "uses cookies",
            "reject",
            "allow",
            "privacy",
            "akzeptier",
            "zustimm",
            "ablehnen",
            "einstellungen",
            "verwenden",
            "datenschutz",
            "accepter",
            "aceptar");

    @Override
    public void mark(List<Block> blocks, BitSet found) {
        for (int i = 0; i < blocks.size(); i++) {
            String text = Phrases.of(blocks.get(i));
            if (text.contains("cookie")
                    && Phrases.hasAny(text, REQUESTS)
                    && Phrases.hasAtMost(MOST_WORDS, blocks.get(i))) {
                found.set(i);
            }
        }
    }
}
