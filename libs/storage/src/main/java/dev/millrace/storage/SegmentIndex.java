package dev.millrace.storage;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The footer of a segment: a Zstandard skippable frame, so that decoders pass over it, with the entries as JSON, the length of that JSON
 * (four bytes, little-endian) and four letters that say what this is.
 *
 * @param entries in the order they were appended
 */
public record SegmentIndex(int version, List<SegmentEntry> entries) {
    static final int VERSION = 1;
    /** Length of the JSON, then the letters. */
    static final int TRAILER = 8;

    private static final int SKIPPABLE_FRAME = 0x184D2A50;
    private static final int FRAME_HEADER = 8;
    private static final int BYTES_PER_ENTRY = 256;
    private static final byte[] LETTERS = "MRS1".getBytes(StandardCharsets.US_ASCII);

    public SegmentIndex {
        entries = List.copyOf(entries);
    }

    static byte[] footer(List<SegmentEntry> entries) {
        byte[] json = json(entries);
        return ByteBuffer.allocate(FRAME_HEADER + json.length + TRAILER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(SKIPPABLE_FRAME)
                .putInt(json.length + TRAILER)
                .put(json)
                .putInt(json.length)
                .put(LETTERS)
                .array();
    }

    /** As {@link Json#canonical} writes the index, but without its detour by a tree: each document has a line here. */
    private static byte[] json(List<SegmentEntry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(BYTES_PER_ENTRY * entries.size() + FRAME_HEADER);
        try (JsonGenerator json = Json.mapper().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("entries");
            for (SegmentEntry entry : entries) {
                write(json, entry);
            }
            json.writeEndArray();
            json.writeNumberField("version", VERSION);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, SegmentEntry entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", entry.id());
        json.writeNumberField("length", entry.length());
        json.writeStringField("mediaType", entry.mediaType());
        json.writeNumberField("offset", entry.offset());
        json.writeStringField("sha256", entry.sha256());
        json.writeNumberField("size", entry.size());
        json.writeEndObject();
    }

    /** Fetches and reads the footer of a segment of the given length. */
    static SegmentIndex read(ObjectStore store, String key, long length) {
        if (length < FRAME_HEADER + TRAILER) {
            throw damaged();
        }
        ByteBuffer trailer =
                ByteBuffer.wrap(store.getRange(key, length - TRAILER, TRAILER)).order(ByteOrder.LITTLE_ENDIAN);
        int size = trailer.getInt();
        if (trailer.compareTo(ByteBuffer.wrap(LETTERS)) != 0 || size < 0 || size > length - FRAME_HEADER - TRAILER) {
            throw damaged();
        }
        return parse(store.getRange(key, length - TRAILER - size, size));
    }

    private static SegmentIndex parse(byte[] json) {
        try {
            return Json.read(json, SegmentIndex.class);
        } catch (MillraceException e) {
            throw new MillraceException(ErrorCode.OBJECT_DAMAGED, "the segment's index cannot be read", e);
        }
    }

    private static MillraceException damaged() {
        return new MillraceException(ErrorCode.OBJECT_DAMAGED, "the object is no segment");
    }
}
