package dev.millrace.contracts;

/** Checks that the compact constructors of the contracts share. */
public final class Check {
    private static final int SHA256_DIGITS = 64;

    private Check() {}

    /** @throws IllegalArgumentException when the text is empty or longer than {@code maximum} characters */
    public static String text(String name, String value, int maximum) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        if (value.length() > maximum) {
            throw new IllegalArgumentException(name + " has " + value.length() + " characters, at most " + maximum);
        }
        return value;
    }

    /** @throws IllegalArgumentException when the value is no lower-case hexadecimal sha-256 */
    public static String sha256(String name, String value) {
        if (!isSha256(value)) {
            throw new IllegalArgumentException(name + " is no sha-256");
        }
        return value;
    }

    /** Without a pattern: each event of a document has several hashes, and they are checked wherever it goes. */
    private static boolean isSha256(String value) {
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if ((each < '0' || each > '9') && (each < 'a' || each > 'f')) {
                return false;
            }
        }
        return value.length() == SHA256_DIGITS;
    }

    /** @throws IllegalArgumentException when the condition does not hold */
    public static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** False when half of a surrogate pair stands alone: such text has no UTF-8 form, so two different ids could become one key. */
    public static boolean isUnicode(String text) {
        return !hasHalves(text) || halvesMeet(text);
    }

    /** Hardly any text has pairs at all, and without them nothing has to be compared. */
    private static boolean hasHalves(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ((text.charAt(i) & 0xF800) == Character.MIN_SURROGATE) {
                return true;
            }
        }
        return false;
    }

    private static boolean halvesMeet(String text) {
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (Character.isHighSurrogate(at)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(at)) {
                return false;
            }
        }
        return true;
    }
}
