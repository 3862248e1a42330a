package dev.millrace.contracts.event;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Our own events as CloudEvents in Kafka's binary mode (CloudEvents Kafka binding 1.0.2, section 3.2): attributes in headers {@code ce_*},
 * data as JSON in the value.
 */
public final class EventCodec {
    public static final String CONTENT_TYPE = "content-type";
    public static final String JSON = "application/json";
    private static final int ID_LENGTH = 32;

    private EventCodec() {}

    /** Headers and value of one record. */
    public record Encoded(Map<String, byte[]> headers, byte[] value) {}

    /** The same event from the same source has the same id, so that whoever reads twice can tell. */
    public static Encoded encode(String source, Instant time, Event event) {
        byte[] value = Json.write(event);
        String type = EventType.of(event).wireName();
        String id = Hashes.sha256OfParts(ascii(source), ascii(type), value).substring(0, ID_LENGTH);
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", ascii("1.0"));
        headers.put("ce_id", ascii(id));
        headers.put("ce_source", ascii(source));
        headers.put("ce_type", ascii(type));
        headers.put("ce_time", ascii(time.toString()));
        headers.put(CONTENT_TYPE, ascii(JSON));
        return new Encoded(headers, value);
    }

    /**
     * @throws MillraceException {@link ErrorCode#EVENT_NOT_CLOUDEVENT}, {@link ErrorCode#EVENT_TYPE_UNKNOWN} or
     *     {@link ErrorCode#EVENT_UNREADABLE}
     */
    public static EventEnvelope decode(Map<String, byte[]> headers, byte[] value) {
        String typeName = header(headers, "ce_type");
        EventType type = EventType.byName(typeName)
                .orElseThrow(() -> new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "unknown event type"));
        Event data = Json.read(value, type.dataClass());
        return new EventEnvelope(header(headers, "ce_id"), header(headers, "ce_source"), time(headers), data);
    }

    private static Instant time(Map<String, byte[]> headers) {
        try {
            return Instant.parse(header(headers, "ce_time"));
        } catch (DateTimeException e) {
            throw new MillraceException(ErrorCode.EVENT_NOT_CLOUDEVENT, "the attribute time is no timestamp", e);
        }
    }

    private static String header(Map<String, byte[]> headers, String name) {
        byte[] value = headers.get(name);
        if (value == null) {
            throw new MillraceException(ErrorCode.EVENT_NOT_CLOUDEVENT, "the header " + name + " is missing");
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
