package dev.millrace.gateway.openai;

import dev.millrace.contracts.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors as OpenAI's clients expect them. */
public final class OpenAiErrors {
    private static final int SERVER_ERROR = 500;

    private OpenAiErrors() {}

    /** @param param the parameter at fault, when it is one */
    public static Map<String, Object> body(ErrorCode code, String detail, @Nullable String param) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", detail);
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
