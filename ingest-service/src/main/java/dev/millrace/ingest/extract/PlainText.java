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
        int markup = content[begin] == '{' ? begin : MARKUP;
        boolean letters = false;
        for (int i = begin; i < Math.min(content.length, SAMPLE); i++) {
            byte each = content[i];
            if (isControl(each) || (each == '<' && i < markup)) {
                return false;
            }
            letters |= (each | ' ') >= 'a' && (each | ' ') <= 'z';
        }
        // Without a letter of ours it may be text in another script, or numbers, or neither.
        return letters;
    }

    private static boolean isControl(byte each) {
        return each >= 0 && each < ' ' && each != '\f' && !isSpace(each);
    }
}
