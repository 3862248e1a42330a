package dev.millrace.gateway.openai;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors as OpenAI's clients expect them. */
public final class OpenAiErrors {
    private static final int SERVER_ERROR = 500;
    private static final String SEPARATOR = " | ";

    private OpenAiErrors() {}

    /** A bad parameter, which is named in the answer. */
    static MillraceException parameter(String name, String message) {
        return new MillraceException(ErrorCode.REQUEST_INVALID, name + SEPARATOR + message);
    }

    public static Map<String, Object> body(ErrorCode code, String detail) {
        int split = detail.indexOf(SEPARATOR);
        @Nullable String param = code == ErrorCode.REQUEST_INVALID && split > 0 ? detail.substring(0, split) : null;
        Map<String, Object> error = new HashMap<>();
        error.put("message", param == null ? detail : detail.substring(split + SEPARATOR.length()));
        error.put("type", code.httpStatus() >= SERVER_ERROR ? "server_error" : "invalid_request_error");
        error.put("param", param);
        error.put("code", code(code));
        return Map.of("error", error);
    }

    private static String code(ErrorCode code) {
        return switch (code) {
            case KEY_INVALID -> "invalid_api_key";
            case MODEL_UNKNOWN -> "model_not_found";
            case CONTEXT_LENGTH_EXCEEDED -> "context_length_exceeded";
            case REQUEST_INVALID -> "invalid_value";
            default -> code.name().toLowerCase(Locale.ROOT);
        };
    }
}
