package dev.millrace.model.safetensors;

/** Makes a name from a file fit for a message. */
final class Printable {
    private static final int LONGEST = 80;

    private Printable() {}

    static String of(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
