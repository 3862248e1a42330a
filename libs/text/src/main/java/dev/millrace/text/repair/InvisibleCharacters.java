package dev.millrace.text.repair;

/**
 * Removes what nobody sees but every comparison does: control characters, zero-width characters, soft hyphens, bidirectional overrides,
 * characters without a meaning; lone surrogates become U+FFFD. Joiners stay where scripts or emoji need them, and of a heap of combining
 * marks on one character the first few stay, which also keeps normalisation linear.
 */
public final class InvisibleCharacters implements TextFix {
    private static final int MOST_MARKS = 8;
    private static final int FIRST_JOINING_SCRIPT = 0x0590;
    private static final int SOFT_HYPHEN = 0xAD;

    @Override
    public String name() {
        return "invisible/1";
    }

    @Override
    public Fixed fix(String text) {
        StringBuilder out = new StringBuilder();
        int places = 0;
        int copied = 0;
        int marks = 0;
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            int end = i + Character.charCount(codePoint);
            marks = isMark(codePoint) ? marks + 1 : 0;
            boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
            if (surrogate || marks > MOST_MARKS || isInvisible(text, i, end, codePoint)) {
                out.append(text, copied, i).append(surrogate ? "\uFFFD" : "");
                places++;
                copied = codePoint == SOFT_HYPHEN ? behindLineEnd(text, end) : end;
                end = copied;
            }
            i = end;
        }
        return places == 0
                ? Fixed.unchanged(text)
                : new Fixed(out.append(text, copied, text.length()).toString(), places);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    private static boolean isInvisible(String text, int start, int end, int codePoint) {
        if (codePoint < 0x20) {
            return codePoint != '\n' && codePoint != '\t';
        }
        if (codePoint < 0x7F) {
            return false;
        }
        return switch (codePoint) {
            case SOFT_HYPHEN, 0x200B, 0x2060, 0xFEFF, 0x180E, 0x034F, 0xFFF9, 0xFFFA, 0xFFFB -> true;
            case 0x200C, 0x200D -> !joins(text, start, end);
            default ->
                codePoint <= 0x9F
                        || (codePoint >= 0x202A && codePoint <= 0x202E)
                        || (codePoint >= 0x2066 && codePoint <= 0x206F)
                        || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF)
                        || (codePoint & 0xFFFE) == 0xFFFE
                        || (codePoint >= 0xE0000 && codePoint <= 0xE007F);
        };
    }

    private static boolean joins(String text, int start, int end) {
        return start > 0
                && end < text.length()
                && text.codePointBefore(start) >= FIRST_JOINING_SCRIPT
                && text.codePointAt(end) >= FIRST_JOINING_SCRIPT;
    }

    /** A soft hyphen that was used ended a line in the middle of a word. */
    private static int behindLineEnd(String text, int at) {
        boolean wordGoesOn =
                at + 1 < text.length() && text.charAt(at) == '\n' && Character.isLetter(text.codePointAt(at + 1));
        return wordGoesOn ? at + 1 : at;
    }
}
