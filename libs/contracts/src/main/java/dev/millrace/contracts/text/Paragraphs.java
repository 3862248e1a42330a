package dev.millrace.contracts.text;

import java.util.ArrayList;
import java.util.List;

/** Cuts plain text: paragraphs lie between blank lines. What was stored as plain text is read by this rule for ever. */
public final class Paragraphs {
    private Paragraphs() {}

    /** Paragraphs in order, without white space around them; those of nothing else are left out. Lines end as any system ends them. */
    public static List<String> of(String text) {
        String lines = withPlainFeeds(text);
        List<String> paragraphs = new ArrayList<>();
        int paragraph = 0;
        int line = 0;
        while (line < lines.length()) {
            int feed = lines.indexOf('\n', line);
            int end = feed < 0 ? lines.length() : feed;
            if (isBlank(lines, line, end)) {
                add(lines.substring(paragraph, line), paragraphs);
                paragraph = end;
            }
            line = end + 1;
        }
        add(lines.substring(paragraph), paragraphs);
        return paragraphs;
    }

    private static void add(String text, List<String> paragraphs) {
        String trimmed = text.strip();
        if (!trimmed.isEmpty()) {
            paragraphs.add(trimmed);
        }
    }

    private static String withPlainFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
