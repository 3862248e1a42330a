package dev.millrace.formatting.example;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Where a text that is too long is cut: between sentences (or lines), else between words, else between characters as readers see them. Places
 * that would leave the first part less than half full do not count.
 */
final class Cuts {
    private Cuts() {}

    /**
     * @param text longer than the limit
     * @param byLine true to cut between lines where otherwise it would be between sentences
     * @return length of the first part, at least 1 and, but for a single character of two units, at most the limit
     */
    static int at(String text, int limit, boolean byLine) {
        String window = text.substring(0, limit + 1);
        int least = Math.max(1, limit / 2);
        int cut = byLine ? window.lastIndexOf('\n') : before(BreakIterator.getSentenceInstance(Locale.ROOT), window);
        if (cut < least) {
            cut = lastWhitespace(window);
        }
        if (cut < least) {
            cut = before(BreakIterator.getCharacterInstance(Locale.ROOT), window);
        }
        return cut < least ? withoutHalfCharacter(text, limit) : cut;
    }

    /** The last boundary that leaves at least one character of the window behind it. */
    private static int before(BreakIterator boundaries, String window) {
        boundaries.setText(window);
        return boundaries.preceding(window.length());
    }

    private static int lastWhitespace(String window) {
        int at = window.length() - 1;
        while (at > 0 && !Character.isWhitespace(window.charAt(at))) {
            at--;
        }
        return at;
    }

    private static int withoutHalfCharacter(String text, int limit) {
        boolean splitsPair =
                Character.isHighSurrogate(text.charAt(limit - 1)) && Character.isLowSurrogate(text.charAt(limit));
        return Math.max(splitsPair ? limit - 1 : limit, Character.charCount(text.codePointAt(0)));
    }
}
