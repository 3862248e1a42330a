package dev.millrace.formatting.tokens;

import dev.millrace.contracts.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens of one split, growing: ids, loss mask, and where each example begins. */
final class Shard {
    static final String MEDIA_TYPE = "application/vnd.safetensors";

    private int[] tokens = new int[1 << 16];
    private byte[] mask = new byte[1 << 16];
    private long[] offsets = new long[1 << 10];
    private int length;
    private int examples;
    private long supervised;

    /** Appends one token of the example at hand. */
    void token(int id, boolean counts) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
            mask = Arrays.copyOf(mask, 2 * length);
        }
        tokens[length] = id;
        mask[length++] = (byte) (counts ? 1 : 0);
        supervised += counts ? 1 : 0;
    }

    void endExample() {
        examples++;
        if (examples == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * examples);
        }
        offsets[examples] = length;
    }

    int length() {
        return length;
    }

    long supervised() {
        return supervised;
    }

    /**
     * The shard in the safetensors format (version 0.4): {@code document_offsets} I64 [D+1], {@code loss_mask} U8 [N], {@code tokens} I32
     * [N]. Its bytes depend on its content alone.
     */
    byte[] toSafetensors() {
        long offsetBytes = 8L * (examples + 1);
        long tokenBytes = 4L * length;
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "pt"));
        header.put("document_offsets", tensor("I64", examples + 1, 0, offsetBytes));
        header.put("tokens", tensor("I32", length, offsetBytes, offsetBytes + tokenBytes));
        header.put("loss_mask", tensor("U8", length, offsetBytes + tokenBytes, offsetBytes + tokenBytes + length));
        byte[] json = padded(Json.write(header));
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(8 + json.length + offsetBytes + tokenBytes + length))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(json.length).put(json);
        for (int i = 0; i <= examples; i++) {
            out.putLong(offsets[i]);
        }
        for (int i = 0; i < length; i++) {
            out.putInt(tokens[i]);
        }
        return out.put(mask, 0, length).array();
    }

    private static Map<String, Object> tensor(String type, long size, long from, long to) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("dtype", type);
        tensor.put("shape", List.of(size));
        tensor.put("data_offsets", List.of(from, to));
        return tensor;
    }

    /** Tensors begin at a multiple of eight bytes; the format pads its header with spaces. */
    private static byte[] padded(byte[] json) {
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, " ".getBytes(StandardCharsets.US_ASCII)[0]);
        return padded;
    }
}
