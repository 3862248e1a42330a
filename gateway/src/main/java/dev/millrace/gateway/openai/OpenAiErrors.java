package dev.millrace.gateway.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.contracts.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Errors as OpenAI's clients expect them. */
public final class OpenAiErrors {
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private OpenAiErrors() {}

    /** What an answer that failed holds. */
    public record OpenAiError(Body error) {}

    /**
     * Why.
     *
     * @param param the parameter at fault, when it is one
     * @param code stable; programs decide by it
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Body(
            @JsonProperty("message") String message,
            @JsonProperty("type") String type,
            @JsonProperty("param") @Nullable String param,
            @JsonProperty("code") String code) {}

    /** @param param the parameter at fault, when it is one */
    public static OpenAiError body(ErrorCode code, String detail, @Nullable String param) {
        return new OpenAiError(new Body(detail, type(code), param, code(code)));
    }

    private static String type(ErrorCode code) {
        if (code.httpStatus() >= SERVER_ERROR) {
            return "server_error";
        }
        return code.httpStatus() == TOO_MANY ? "rate_limit_error" : "invalid_request_error";
    }

    /** A code by the name that OpenAI's clients know, or in their way of writing. */
    public static String code(ErrorCode code) {
        return switch (code) {
            case KEY_INVALID -> "invalid_api_key";
            case MODEL_UNKNOWN -> "model_not_found";
            case CONTEXT_LENGTH_EXCEEDED -> "context_length_exceeded";
            case REQUEST_INVALID -> "invalid_value";
            default -> code.name().toLowerCase(Locale.ROOT);
        };
    }
}
