package dev.millrace.text.quality;

/** How much of a text is letters. */
public final class Letters {
    private Letters() {}

    /** Share of letters, with the marks on them, among the characters that are no white space; 1 when there are none. */
    public static double share(String text) {
        long letters = 0;
        long visible = 0;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (!Character.isWhitespace(codePoint) && !Character.isSpaceChar(codePoint)) {
                visible++;
                letters += Character.isLetter(codePoint) || isMark(codePoint) ? 1 : 0;
            }
        }
        return visible == 0 ? 1 : (double) letters / visible;
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
