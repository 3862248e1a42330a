package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.ErrorCode;
import java.util.Arrays;

/** Codes as they come from elsewhere. */
final class ErrorCodes {
    private ErrorCodes() {}

    /** A newer service may know a code that this one does not. */
    static ErrorCode orInternal(String name) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElse(ErrorCode.INTERNAL_ERROR);
    }
}
