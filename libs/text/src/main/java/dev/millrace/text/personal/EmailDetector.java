package dev.millrace.text.personal;

import java.util.ArrayList;
import java.util.List;

/** E-mail addresses as people write them: a dot-atom (RFC 5322) before a host name with a top-level domain of letters. */
final class EmailDetector implements PersonalDataDetector {
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final String LOCAL_PUNCTUATION = "._%+-'";

    @Override
    public String kind() {
        return "email";
    }

    @Override
    public List<Span> find(String text) {
        List<Span> spans = new ArrayList<>();
        int free = 0;
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = start(text, at, free);
            int end = end(text, at + 1);
            if (start < at && end > at + 1) {
                spans.add(new Span(kind(), start, end));
                free = end;
            }
        }
        return spans;
    }

    private static int start(String text, int at, int free) {
        int start = at;
        while (start > free && at - start < LONGEST_LOCAL_PART && isLocal(text.charAt(start - 1))) {
            start--;
        }
        while (start < at && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /** Behind the last label that ends a host name, or {@code from} when there is none. */
    private static int end(String text, int from) {
        int best = from;
        int label = from;
        int i = from;
        while (i < text.length() && i - from < LONGEST_DOMAIN && isDomain(text.charAt(i))) {
            char c = text.charAt(i);
            if (c == '.') {
                if (i == label) {
                    return best;
                }
                label = i + 1;
            } else if (label > from && i - label >= 1 && isTopLevel(text, label, i + 1)) {
                best = i + 1;
            }
            i++;
        }
        return best;
    }

    private static boolean isTopLevel(String text, int start, int end) {
        return Character.isLetter(text.charAt(start)) && Character.isLetterOrDigit(text.charAt(end - 1));
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || LOCAL_PUNCTUATION.indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
