package dev.millrace.ingest.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Check;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.messaging.ReceivedRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent (specification 1.0.2) in either of Kafka's content modes (Kafka binding 1.0.2, section 3): binary, with attributes in headers
 * {@code ce_*}; or structured, with everything in a JSON value.
 *
 * @param attributes by lower-case name, without prefix
 * @param data null when the event has none
 * @param fault what is wrong with an attribute; the others are there all the same, so that the producer can be told
 */
record CloudEvent(
        Map<String, String> attributes,
        byte @Nullable [] data,
        @Nullable MillraceException fault) {
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String PREFIX = "ce_";
    private static final int LONGEST_ATTRIBUTE = 4096;
    private static final char REPLACEMENT = 0xFFFD;

    /** @throws MillraceException {@link ErrorCode#EVENT_NOT_CLOUDEVENT} when not even the attributes can be told */
    static CloudEvent of(ReceivedRecord record) {
        return isStructured(record) ? structured(record.value()) : binary(record, contentType(record));
    }

    /** Whether the attributes lie in the value rather than in the headers. */
    static boolean isStructured(ReceivedRecord record) {
        return contentType(record).toLowerCase(Locale.ROOT).startsWith(STRUCTURED);
    }

    private static String contentType(ReceivedRecord record) {
        byte[] asEverybodyWritesIt = record.headers().get("content-type");
        return asEverybodyWritesIt == null
                ? contentTypeInOtherLetters(record)
                : new String(asEverybodyWritesIt, StandardCharsets.UTF_8);
    }

    private static String contentTypeInOtherLetters(ReceivedRecord record) {
        return record.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("content-type"))
                .map(header -> new String(header.getValue(), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    private static CloudEvent binary(ReceivedRecord record, String contentType) {
        Attributes attributes = new Attributes();
        record.headers().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                attributes.add(name.substring(PREFIX.length()), value);
            }
        });
        if (!contentType.isEmpty()) {
            attributes.add("datacontenttype", contentType);
        }
        return new CloudEvent(attributes.byName, record.value(), attributes.fault);
    }

    private static CloudEvent structured(byte @Nullable [] value) {
        JsonNode node = parse(value);
        Attributes attributes = new Attributes();
        node.properties().forEach(field -> {
            boolean isData = field.getKey().equals("data") || field.getKey().equals("data_base64");
            if (!isData && !field.getValue().isNull()) {
                attributes.add(field.getKey(), field.getValue());
            }
        });
        byte[] data = null;
        try {
            data = data(node);
        } catch (MillraceException e) {
            attributes.fault(e);
        }
        return new CloudEvent(attributes.byName, data, attributes.fault);
    }

    /** Attributes as they are read; the first one at fault is remembered and left out. */
    private static final class Attributes {
        private final Map<String, String> byName = new HashMap<>();
        private @Nullable MillraceException fault;

        void add(String name, byte[] utf8) {
            String value = new String(utf8, StandardCharsets.UTF_8);
            if (value.indexOf(REPLACEMENT) < 0) {
                add(name, value);
            } else {
                addStrictly(name, utf8);
            }
        }

        private void addStrictly(String name, byte[] utf8) {
            try {
                add(
                        name,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(utf8))
                                .toString());
            } catch (CharacterCodingException e) {
                // Replacing what cannot be read could make one id of two.
                fault(invalid(name, "is no UTF-8"));
            }
        }

        void add(String name, JsonNode value) {
            if (value.isContainerNode()) {
                fault(invalid(name, "is no plain value"));
            } else {
                add(name, value.asText());
            }
        }

        void add(String name, String value) {
            if (value.length() > LONGEST_ATTRIBUTE) {
                fault(invalid(name, "has " + value.length() + " characters, at most " + LONGEST_ATTRIBUTE));
            } else if (!Check.isUnicode(value)) {
                fault(invalid(name, "has a lone surrogate"));
            } else {
                byName.put(name.toLowerCase(Locale.ROOT), value);
            }
        }

        void fault(MillraceException found) {
            fault = fault == null ? found : fault;
        }

        private static MillraceException invalid(String name, String why) {
            return new MillraceException(ErrorCode.ATTRIBUTE_INVALID, "the attribute " + shown(name) + " " + why);
        }
    }

    private static JsonNode parse(byte @Nullable [] value) {
        try {
            JsonNode node = value == null ? null : Json.mapper().readTree(value);
            if (node == null || !node.isObject()) {
                throw new MillraceException(ErrorCode.EVENT_NOT_CLOUDEVENT, "a structured event is a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.EVENT_NOT_CLOUDEVENT, "a structured event is valid JSON", e);
        }
    }

    private static byte @Nullable [] data(JsonNode node) {
        JsonNode base64 = node.get("data_base64");
        JsonNode data = node.get("data");
        if (base64 != null && !base64.isNull()) {
            if (data != null && !data.isNull()) {
                throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "an event has data or data_base64, not both");
            }
            try {
                return Base64.getDecoder().decode(base64.asText());
            } catch (IllegalArgumentException e) {
                throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "data_base64 is no base64", e);
            }
        }
        if (data == null || data.isNull()) {
            return null;
        }
        if (data.isTextual() && !Check.isUnicode(data.asText())) {
            throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "the data has a lone surrogate");
        }
        try {
            return data.isTextual()
                    ? data.asText().getBytes(StandardCharsets.UTF_8)
                    : Json.mapper().writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "the data cannot be read", e);
        }
    }

    /** @throws MillraceException {@link ErrorCode#EVENT_NOT_CLOUDEVENT} or the fault of an attribute or of the data */
    void check() {
        if (fault != null) {
            throw fault;
        }
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw new MillraceException(ErrorCode.EVENT_NOT_CLOUDEVENT, "the attribute specversion is not 1.0");
        }
    }

    /** @throws MillraceException {@link ErrorCode#ATTRIBUTE_MISSING} */
    String required(String name) {
        String value = attributes.get(name);
        if (value == null || value.isBlank()) {
            throw new MillraceException(ErrorCode.ATTRIBUTE_MISSING, "the attribute " + name + " is missing");
        }
        return value;
    }

    @Nullable
    String optional(String name) {
        String value = attributes.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** Names come from outside: only what an attribute's name may hold is repeated. */
    private static String shown(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "?");
        return plain.length() > 40 ? plain.substring(0, 40) : plain;
    }
}
