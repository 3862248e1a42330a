package dev.millrace.text.repair;

import java.util.List;

/** The fixes, in the order in which they build on each other. */
public final class TextFixes {
    private TextFixes() {}

    /** For running text: layout means nothing. */
    public static List<TextFix> prose() {
        return List.of(
                new LineEnds(),
                new Mojibake(),
                new InvisibleCharacters(),
                new ComposedCharacters(),
                new Hyphenation(),
                new WhiteSpace());
    }

    /** For code, tables and fields of rows: white space carries meaning and stays. */
    public static List<TextFix> layout() {
        return List.of(new LineEnds(), new Mojibake(), new InvisibleCharacters(), new ComposedCharacters());
    }
}
