package dev.millrace.text.repair;

/**
 * A text after a fix.
 *
 * @param places how many places were changed
 */
public record Fixed(String text, int places) {
    static Fixed unchanged(String text) {
        return new Fixed(text, 0);
    }
}
