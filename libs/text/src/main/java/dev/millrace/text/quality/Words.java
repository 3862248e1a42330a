package dev.millrace.text.quality;

/** Words: runs of letters and digits between white space; in scripts written without spaces, every character is one. */
public final class Words {
    private Words() {}

    /** Takes a word as the range of its characters. */
    @FunctionalInterface
    interface Visitor {
        /** @return false to stop */
        boolean word(int start, int end);
    }

    public static long count(String text) {
        long[] count = {0};
        visit(text, (start, end) -> ++count[0] > 0);
        return count[0];
    }

    /** Visits what stands between white space and holds a letter or a digit. */
    static void visit(String text, Visitor visitor) {
        int start = -1;
        boolean word = false;
        int i = 0;
        while (i <= text.length()) {
            int codePoint = i < text.length() ? text.codePointAt(i) : ' ';
            int next = i + Character.charCount(codePoint);
            boolean alone = isWordByItself(codePoint);
            if (start >= 0 && (alone || isSpace(codePoint))) {
                if (word && !visitor.word(start, i)) {
                    return;
                }
                start = -1;
                word = false;
            }
            if (alone) {
                if (!visitor.word(i, next)) {
                    return;
                }
            } else if (!isSpace(codePoint)) {
                start = start < 0 ? i : start;
                word |= Character.isLetterOrDigit(codePoint);
            }
            i = next;
        }
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static boolean isWordByItself(int codePoint) {
        if (codePoint < 0x0E00) {
            return false;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(codePoint);
        return Character.isLetter(codePoint)
                && (script == Character.UnicodeScript.HAN
                        || script == Character.UnicodeScript.HIRAGANA
                        || script == Character.UnicodeScript.KATAKANA
                        || script == Character.UnicodeScript.THAI
                        || script == Character.UnicodeScript.LAO
                        || script == Character.UnicodeScript.KHMER
                        || script == Character.UnicodeScript.MYANMAR);
    }
}
