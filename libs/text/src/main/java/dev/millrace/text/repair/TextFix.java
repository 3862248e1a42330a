package dev.millrace.text.repair;

/** One kind of damage, found and undone. Works in time linear in the text, whatever the text is. */
public interface TextFix {
    /** Name and version, as in {@code mojibake/1}: another result for the same text is another version. */
    String name();

    Fixed fix(String text);
}
