package dev.millrace.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The gateway said no: its code, its status and what it wrote. */
public final class GatewayException extends RuntimeException {
    private final int status;
    private final String code;

    private GatewayException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** Reads problem+json, and OpenAI's shape of an error. */
    static GatewayException of(int status, byte[] body) {
        JsonNode problem = parse(body);
        JsonNode error = problem.path("error");
        String code = first(problem.path("code"), error.path("code"));
        String message = first(problem.path("detail"), error.path("message"), problem.path("title"));
        return new GatewayException(
                status,
                code == null ? "HTTP_" + status : code,
                message == null ? "the gateway answered " + status : message);
    }

    private static JsonNode parse(byte[] body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            return Json.mapper().missingNode();
        }
    }

    private static @Nullable String first(JsonNode... candidates) {
        for (JsonNode candidate : candidates) {
            if (candidate.isTextual() && !candidate.asText().isBlank()) {
                return candidate.asText();
            }
        }
        return null;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The way out, when the code is a published one. */
    public @Nullable String remedy() {
        try {
            return ErrorCode.valueOf(code.toUpperCase(Locale.ROOT)).remedy();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
