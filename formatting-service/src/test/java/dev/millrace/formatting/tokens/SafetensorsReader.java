package dev.millrace.formatting.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Reads shards by the format's description alone, with nothing of what writes them. */
final class SafetensorsReader {
    private final byte[] file;
    private final int begin;
    private final JsonNode header;

    SafetensorsReader(byte[] file) {
        this.file = file;
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        this.begin = 8 + length;
        try {
            this.header = Json.mapper().readTree(Arrays.copyOfRange(file, 8, begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the tensors begin. */
    int begin() {
        return begin;
    }

    String metadata(String name) {
        return header.path("__metadata__").path(name).asText();
    }

    int[] ints(String name) {
        ByteBuffer bytes = bytes(name, "I32");
        return IntStream.range(0, bytes.remaining() / 4)
                .map(i -> bytes.getInt(bytes.position() + 4 * i))
                .toArray();
    }

    long[] longs(String name) {
        ByteBuffer bytes = bytes(name, "I64");
        return IntStream.range(0, bytes.remaining() / 8)
                .mapToLong(i -> bytes.getLong(bytes.position() + 8 * i))
                .toArray();
    }

    byte[] bytes(String name) {
        ByteBuffer bytes = bytes(name, "U8");
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private ByteBuffer bytes(String name, String type) {
        JsonNode tensor = header.path(name);
        if (!tensor.path("dtype").asText().equals(type)) {
            throw new IllegalArgumentException(name + " is no " + type);
        }
        int from = tensor.path("data_offsets").path(0).asInt();
        int to = tensor.path("data_offsets").path(1).asInt();
        int width = type.equals("U8") ? 1 : type.equals("I32") ? 4 : 8;
        if (tensor.path("shape").path(0).asInt() * width != to - from) {
            throw new IllegalArgumentException(name + " has another shape than size");
        }
        return ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(begin + from)
                .limit(begin + to);
    }
}
