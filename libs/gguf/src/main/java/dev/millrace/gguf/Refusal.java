package dev.millrace.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;

/** Failures of reading, with names from the file made fit for a message. */
final class Refusal {
    private static final int LONGEST = 80;

    private Refusal() {}

    static MillraceException damaged(String message) {
        return new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, message);
    }

    static MillraceException unsupported(String message) {
        return new MillraceException(ErrorCode.MODEL_FORMAT_UNSUPPORTED, message);
    }

    static String printable(String name) {
        String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
