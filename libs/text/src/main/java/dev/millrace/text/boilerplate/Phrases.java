package dev.millrace.text.boilerplate;

import dev.millrace.contracts.text.Block;
import dev.millrace.text.quality.Words;
import java.util.List;
import java.util.Locale;

/** Looks at the wording of short blocks. */
final class Phrases {
    /** Longer blocks are content, whatever they say. */
    private static final int LONGEST = 600;

    private Phrases() {}

    /** The block in small letters, or an empty text when it is too long to be boilerplate. */
    static String of(Block block) {
        return block.text().length() > LONGEST ? "" : block.text().toLowerCase(Locale.ROOT);
    }

    static boolean hasAny(String text, List<String> phrases) {
        return phrases.stream().anyMatch(text::contains);
    }

    static boolean hasAtMost(long words, Block block) {
        return block.text().length() <= LONGEST && Words.count(block.text()) <= words;
    }
}
