package dev.millrace.contracts;

import org.jspecify.annotations.Nullable;

/** A failure with a published code. The message may reach users: it holds no document text, path, host or credential. */
public final class MillraceException extends RuntimeException {
    private final ErrorCode code;

    public MillraceException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public MillraceException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public ErrorKind kind() {
        return code.kind();
    }
}
