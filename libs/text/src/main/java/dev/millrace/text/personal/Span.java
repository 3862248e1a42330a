package dev.millrace.text.personal;

import dev.millrace.contracts.Check;

/**
 * A place in a text.
 *
 * @param kind of personal data, as in {@code email}
 * @param start first character (UTF-16)
 * @param end behind the last character
 */
public record Span(String kind, int start, int end) {
    public Span {
        Check.that(start >= 0 && end > start, "a span holds something");
    }

    public int length() {
        return end - start;
    }

    boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }
}
