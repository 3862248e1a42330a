package dev.millrace.ingest.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.messaging.ReceivedRecord;
import java.io.IOException;
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
 */
record CloudEvent(Map<String, String> attributes, byte @Nullable [] data) {
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String PREFIX = "ce_";
    private static final int LONGEST_ATTRIBUTE = 4096;

    /** @throws MillraceException {@link ErrorCode#EVENT_NOT_CLOUDEVENT} or {@link ErrorCode#ATTRIBUTE_INVALID} */
    static CloudEvent of(ReceivedRecord record) {
        byte[] contentType = record.headers().get("content-type");
        String type = contentType == null ? "" : new String(contentType, StandardCharsets.UTF_8);
        CloudEvent event = type.toLowerCase(Locale.ROOT).startsWith(STRUCTURED)
                ? structured(record.value())
                : binary(record, type);
        return event.checked();
    }

    private static CloudEvent binary(ReceivedRecord record, String contentType) {
        Map<String, String> attributes = new HashMap<>();
        record.headers().forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                String attribute = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
                attributes.put(attribute, new String(value, StandardCharsets.UTF_8));
            }
        });
        if (!contentType.isEmpty()) {
            attributes.put("datacontenttype", contentType);
        }
        return new CloudEvent(attributes, record.value());
    }

    private static CloudEvent structured(byte @Nullable [] value) {
        JsonNode node = parse(value);
        Map<String, String> attributes = new HashMap<>();
        node.properties().forEach(field -> {
            if (!field.getKey().equals("data") && !field.getKey().equals("data_base64")) {
                if (field.getValue().isContainerNode()) {
                    throw new MillraceException(
                            ErrorCode.ATTRIBUTE_INVALID,
                            "the attribute " + shown(field.getKey()) + " is no plain value");
                }
                attributes.put(
                        field.getKey().toLowerCase(Locale.ROOT),
                        field.getValue().asText());
            }
        });
        return new CloudEvent(attributes, data(node));
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
            try {
                return Base64.getDecoder().decode(base64.asText());
            } catch (IllegalArgumentException e) {
                throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "data_base64 is no base64", e);
            }
        }
        if (data == null || data.isNull()) {
            return null;
        }
        try {
            return data.isTextual()
                    ? data.asText().getBytes(StandardCharsets.UTF_8)
                    : Json.mapper().writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new MillraceException(ErrorCode.EVENT_UNREADABLE, "the data cannot be read", e);
        }
    }

    private CloudEvent checked() {
        attributes.forEach((name, value) -> {
            if (value.length() > LONGEST_ATTRIBUTE) {
                throw new MillraceException(
                        ErrorCode.ATTRIBUTE_INVALID,
                        "the attribute " + shown(name) + " has " + value.length() + " characters, at most "
                                + LONGEST_ATTRIBUTE);
            }
        });
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw new MillraceException(ErrorCode.EVENT_NOT_CLOUDEVENT, "the attribute specversion is not 1.0");
        }
        return this;
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
