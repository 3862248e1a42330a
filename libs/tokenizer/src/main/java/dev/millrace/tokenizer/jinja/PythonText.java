package dev.millrace.tokenizer.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Text as Python sees it: white space is Unicode's, places count code points. */
final class PythonText {
    private PythonText() {}

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == 0x85;
    }

    static String strip(String text) {
        return stripLeading(stripTrailing(text));
    }

    static String stripLeading(String text) {
        return stripLeading(text, PythonText::isSpace);
    }

    static String stripTrailing(String text) {
        return stripTrailing(text, PythonText::isSpace);
    }

    static String stripLeading(String text, IntPredicate away) {
        int from = 0;
        while (from < text.length() && away.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        return text.substring(from);
    }

    static String stripTrailing(String text, IntPredicate away) {
        int to = text.length();
        while (to > 0 && away.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(0, to);
    }

    /** @param most splits; negative for as many as there are */
    static List<Object> split(String text, String separator, long most) {
        if (separator.isEmpty()) {
            throw new TemplateException("an empty separator splits nothing");
        }
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() != most; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Between runs of white space. */
    static List<Object> words(String text) {
        List<Object> words = new ArrayList<>();
        String rest = strip(text);
        while (!rest.isEmpty()) {
            String behind = stripLeading(rest, character -> !isSpace(character));
            words.add(rest.substring(0, rest.length() - behind.length()));
            rest = stripLeading(behind);
        }
        return words;
    }

    static String capitalised(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return text.substring(0, first).toUpperCase(java.util.Locale.ROOT)
                + text.substring(first).toLowerCase(java.util.Locale.ROOT);
    }

    static String titled(String text) {
        StringBuilder titled = new StringBuilder();
        boolean inWord = false;
        for (int character : text.codePoints().toArray()) {
            String one = Character.toString(character);
            titled.append(inWord ? one.toLowerCase(java.util.Locale.ROOT) : one.toUpperCase(java.util.Locale.ROOT));
            inWord = Character.isLetter(character);
        }
        return titled.toString();
    }
}
