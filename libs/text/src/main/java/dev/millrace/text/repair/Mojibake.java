package dev.millrace.text.repair;

import java.util.Arrays;

/**
 * Undoes UTF-8 that was read as windows-1252: {@code Ã©} becomes {@code é} again. A run of characters is taken for mojibake when its
 * bytes in windows-1252 are one well-formed UTF-8 sequence; short runs that also occur in sound text need more evidence.
 */
public final class Mojibake implements TextFix {
    /** Text that was read wrongly twice, which happens; three times does not. */
    private static final int PASSES = 2;

    private static final int NONE = -1;
    private static final String HIGH =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
                    + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";
    private static final byte[] BYTES = new byte[0x2200];

    static {
        Arrays.fill(BYTES, (byte) 0);
        for (int c = 0x80; c <= 0xFF; c++) {
            BYTES[c] = (byte) c;
        }
        for (int i = 0; i < HIGH.length(); i++) {
            BYTES[HIGH.charAt(i)] = (byte) (0x80 + i);
        }
    }

    @Override
    public String name() {
        return "mojibake/1";
    }

    @Override
    public Fixed fix(String text) {
        Fixed result = Fixed.unchanged(text);
        for (int pass = 0; pass < PASSES; pass++) {
            Fixed next = once(result.text());
            if (next.places() == 0) {
                break;
            }
            result = new Fixed(next.text(), result.places() + next.places());
        }
        return result;
    }

    private static Fixed once(String text) {
        boolean evidence = hasEvidence(text);
        StringBuilder out = new StringBuilder();
        int places = 0;
        int copied = 0;
        int i = 0;
        while (i < text.length()) {
            int length = sequence(text, i);
            if (length == 0 || !(isStrong(text, i, length) || (evidence && isLetter(decode(text, i, length))))) {
                i++;
                continue;
            }
            out.append(text, copied, i).appendCodePoint(decode(text, i, length));
            places++;
            i += length;
            copied = i;
        }
        return places == 0
                ? Fixed.unchanged(text)
                : new Fixed(out.append(text, copied, text.length()).toString(), places);
    }

    private static boolean hasEvidence(String text) {
        for (int i = 0; i < text.length(); i++) {
            int length = sequence(text, i);
            if (length > 0 && isStrong(text, i, length)) {
                return true;
            }
        }
        return false;
    }

    /** Three characters in a row are no accident; neither is one of the two commonest lead characters, unless it ends a word in capitals. */
    private static boolean isStrong(String text, int at, int length) {
        if (length > 2) {
            return true;
        }
        int lead = byteOf(text, at);
        boolean common = lead == 0xC2 || lead == 0xC3;
        return common && !(at > 0 && Character.isUpperCase(text.charAt(at - 1)) && isClosing(byteOf(text, at + 1)));
    }

    /** Quotation marks, dashes, the ellipsis and the no-break space. */
    private static boolean isClosing(int value) {
        return value == 0x84 || value == 0x85 || (value >= 0x91 && value <= 0x97) || value == 0xA0 || value == 0xBB;
    }

    private static boolean isLetter(int codePoint) {
        return Character.isLetter(codePoint);
    }

    /** Length of the well-formed UTF-8 sequence (Unicode 16, table 3-7) that starts here, or 0. */
    private static int sequence(String text, int at) {
        int lead = byteOf(text, at);
        int length = lead >= 0xC2 && lead <= 0xDF
                ? 2
                : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0 || at + length > text.length()) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            int next = byteOf(text, at + i);
            if (next < 0x80 || next > 0xBF) {
                return 0;
            }
        }
        int codePoint = decode(text, at, length);
        boolean sound = switch (length) {
            case 2 -> true;
            case 3 -> codePoint >= 0x800 && (codePoint < 0xD800 || codePoint > 0xDFFF);
            default -> codePoint >= 0x10000 && codePoint <= 0x10FFFF;
        };
        return sound ? length : 0;
    }

    private static int decode(String text, int at, int length) {
        int codePoint = byteOf(text, at) & (0xFF >> (length + 1));
        for (int i = 1; i < length; i++) {
            codePoint = codePoint << 6 | (byteOf(text, at + i) & 0x3F);
        }
        return codePoint;
    }

    private static int byteOf(String text, int at) {
        char c = text.charAt(at);
        int value = c < BYTES.length ? BYTES[c] & 0xFF : 0;
        return value == 0 ? NONE : value;
    }
}
