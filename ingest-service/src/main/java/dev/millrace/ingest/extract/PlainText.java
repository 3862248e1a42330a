package dev.millrace.ingest.extract;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells at first sight what is text and nothing else. Asking a thousand signatures takes far longer than everything else that is done with a
 * short document, and some of them are words: notes that begin with "MATLAB" or "GIF89a" are no picture. Says yes only where no format that
 * is written in characters comes into question; what remains is looked at more closely.
 */
final class PlainText {
    /** A format with binary parts shows one of them this early. */
    private static final int SAMPLE = 64 << 10;

    /** Pages begin this early: so far an element could be the first of one. */
    private static final int MARKUP = 8 << 10;

    private static final int LONGEST_BEGINNING = 64;

    /** How keys, archives, mails, models and tables begin that are written in characters. */
    private static final List<String> BEGINNINGS = List.of(
            "-----BEGIN ",
            "WARC/",
            "HTTP/",
            "From ",
            "From:",
            "MIME-Version:",
            "solid ",
            "SIMPLE  =",
            "StartFontMetrics",
            "HEADER RECORD",
            "SAS     ",
            "P1",
            "P2",
            "P3",
            "BEGIN:");

    private static final int CONTROL = 1;
    private static final int ELEMENT = 2;
    private static final int LETTER = 4;
    /** What a byte is. */
    private static final byte[] MARKS = table();

    private PlainText() {}

    static boolean isCertain(byte[] content) {
        int begin = startsWithMark(content) ? 3 : 0;
        while (begin < content.length && isSpace(content[begin])) {
            begin++;
        }
        return begin < content.length && beginsLikeText(content, begin) && hasNothingElse(content, begin);
    }

    private static boolean startsWithMark(byte[] content) {
        return content.length >= 3
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
    }

    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\n' || each == '\r' || each == '\t';
    }

    /** Letters of any script, digits, quotes, and the marks of Markdown; or an object of JSON. */
    private static boolean beginsLikeText(byte[] content, int begin) {
        byte first = content[begin];
        if (first == '{') {
            return isObject(content, begin + 1);
        }
        boolean plain = first < 0 || Character.isLetterOrDigit(first) || "#-*_>|\"'[".indexOf(first) >= 0;
        int length = Math.min(LONGEST_BEGINNING, content.length - begin);
        String text = new String(content, begin, length, StandardCharsets.ISO_8859_1);
        return plain && BEGINNINGS.stream().noneMatch(text::startsWith);
    }

    private static boolean isObject(byte[] content, int from) {
        int at = from;
        while (at < content.length && isSpace(content[at])) {
            at++;
        }
        return at < content.length && content[at] == '"';
    }

    private static boolean hasNothingElse(byte[] content, int begin) {
        int end = Math.min(content.length, SAMPLE);
        int markup = content[begin] == '{' ? begin : Math.min(MARKUP, end);
        int early = marks(content, begin, markup);
        int late = marks(content, Math.max(begin, markup), end);
        // Without a letter of ours it may be text in another script, or numbers, or neither.
        return (early & (CONTROL | ELEMENT)) == 0 && (late & CONTROL) == 0 && ((early | late) & LETTER) != 0;
    }

    /** What there is between two places: one look at a table for each byte, because each document is read through here. */
    private static int marks(byte[] content, int from, int to) {
        int found = 0;
        for (int i = from; i < to; i++) {
            found |= MARKS[content[i] & 0xFF];
        }
        return found;
    }

    private static byte[] table() {
        byte[] marks = new byte[256];
        for (int each = 0; each < marks.length; each++) {
            boolean letter = (each | ' ') >= 'a' && (each | ' ') <= 'z';
            marks[each] = (byte) (isControl((byte) each) ? CONTROL : each == '<' ? ELEMENT : letter ? LETTER : 0);
        }
        return marks;
    }

    private static boolean isControl(byte each) {
        return each >= 0 && each < ' ' && each != '\f' && !isSpace(each);
    }
}
