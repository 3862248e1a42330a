package dev.millrace.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * The JSON of all events, recipes and manifests. Unknown fields are ignored, absent ones left out, instants are ISO-8601. A number that may be
 * absent may also be {@code "auto"}.
 */
public final class Json {
    private static final int MAXIMUM_DEPTH = 200;
    private static final int MAXIMUM_STRING = 256 << 20;
    private static final ObjectMapper MAPPER = builder().build();
    private static final ObjectMapper STRICT =
            builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final ObjectMapper CANONICAL = builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    private static JsonMapper.Builder builder() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAXIMUM_DEPTH)
                        .maxStringLength(MAXIMUM_STRING)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .addHandler(new AutomaticValues())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS));
    }

    /** Reads leniently (unknown fields ignored), as events evolve by adding fields. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Refuses unknown fields: for what people write by hand. */
    public static ObjectMapper strict() {
        return STRICT;
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own records always serialise", e);
        }
    }

    /** Properties and map keys in alphabetical order, no white space: the form that hashes are taken of. */
    public static byte[] canonical(Object value) {
        try {
            return CANONICAL.writeValueAsBytes(CANONICAL.treeToValue(CANONICAL.valueToTree(value), Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own records always serialise", e);
        }
    }

    /** @throws MillraceException {@link ErrorCode#EVENT_UNREADABLE} when the bytes are not JSON of this shape */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "null is no " + type.getSimpleName());
            }
            return value;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "no readable " + type.getSimpleName(), e);
        }
    }
}
