package dev.millrace.gateway.answer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of requests: bounded, one value, no key twice, no unknown field. */
public final class Bodies {
    /** Most bytes of a JSON request. */
    public static final int MOST = 4 << 20;

    private static final int LONGEST_PATH = 128;

    private static final ObjectMapper MAPPER = Json.strict()
            .copy()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    private Bodies() {}

    /** @throws Refusal {@link ErrorCode#REQUEST_TOO_LARGE}, or {@link ErrorCode#REQUEST_INVALID} when the body does not come whole */
    public static byte[] read(@Nullable InputStream in) {
        try {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw Refusal.of(ErrorCode.REQUEST_TOO_LARGE, "The request has more than " + MOST + " bytes.")
                        .limit(MOST, null);
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.parameter("body", "The request's body did not come whole.");
        }
    }

    /** The body as a tree. */
    public static JsonNode tree(@Nullable InputStream in) {
        try {
            return MAPPER.readTree(read(in));
        } catch (IOException e) {
            throw Refusal.parameter("body", "The request is no valid JSON.");
        }
    }

    /** The body as a value of the type; null for an empty body. */
    public static <T> @Nullable T value(@Nullable InputStream in, Class<T> type) {
        byte[] json = read(in);
        try {
            return json.length == 0 ? null : MAPPER.readValue(json, type);
        } catch (UnrecognizedPropertyException e) {
            throw Refusal.parameter(path(e), "The request has an unknown field.");
        } catch (JsonMappingException e) {
            throw Refusal.parameter(path(e), "The value is missing or has the wrong type.");
        } catch (JsonProcessingException e) {
            throw Refusal.parameter("body", "The request is no valid JSON.");
        } catch (IOException e) {
            throw Refusal.parameter("body", "The request's body did not come whole.");
        }
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "body" : path.substring(0, Math.min(path.length(), LONGEST_PATH));
    }
}
