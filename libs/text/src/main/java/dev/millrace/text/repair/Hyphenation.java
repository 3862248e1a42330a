package dev.millrace.text.repair;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Joins words that were broken at the end of a line. The hyphen stays when the text writes the word with it elsewhere, as in
 * {@code well-known}.
 */
public final class Hyphenation implements TextFix {
    /** Longer runs of letters are no words. */
    private static final int LONGEST_WORD = 64;

    @Override
    public String name() {
        return "hyphenation/1";
    }

    @Override
    public Fixed fix(String text) {
        int first = nextBreak(text, 0);
        if (first < 0) {
            return Fixed.unchanged(text);
        }
        Set<String> compounds = compounds(text);
        StringBuilder out = new StringBuilder(text.length());
        int places = 0;
        int copied = 0;
        for (int at = first; at >= 0; at = nextBreak(text, at + 2)) {
            boolean compound = compounds.contains(compound(text, at, at + 2));
            out.append(text, copied, compound ? at + 1 : at);
            copied = at + 2;
            places++;
        }
        return new Fixed(out.append(text, copied, text.length()).toString(), places);
    }

    /** The next hyphen between a letter and a line end that a small letter follows, or -1. */
    private static int nextBreak(String text, int from) {
        for (int i = Math.max(1, from); i + 2 < text.length(); i++) {
            if (isHyphen(text.charAt(i))
                    && text.charAt(i + 1) == '\n'
                    && Character.isLetter(text.charAt(i - 1))
                    && Character.isLowerCase(text.charAt(i + 2))) {
                return i;
            }
        }
        return -1;
    }

    private static Set<String> compounds(String text) {
        Set<String> compounds = new HashSet<>();
        for (int i = 1; i + 1 < text.length(); i++) {
            if (isHyphen(text.charAt(i))
                    && Character.isLetter(text.charAt(i - 1))
                    && Character.isLetter(text.charAt(i + 1))) {
                compounds.add(compound(text, i, i + 1));
            }
        }
        return compounds;
    }

    private static String compound(String text, int hyphen, int secondWord) {
        int start = hyphen;
        while (start > 0 && hyphen - start < LONGEST_WORD && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        int end = secondWord;
        while (end < text.length() && end - secondWord < LONGEST_WORD && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return (text.substring(start, hyphen) + "-" + text.substring(secondWord, end)).toLowerCase(Locale.ROOT);
    }

    private static boolean isHyphen(char c) {
        return c == '-' || c == '\u2010';
    }
}
