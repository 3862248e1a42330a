package dev.millrace.model.safetensors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one safetensors file. Equal tensors and metadata give equal bytes: tensors keep the order they are given in,
 * metadata is sorted, and the header is padded to a multiple of eight as the reference implementation does.
 */
public final class SafetensorsWriter {
    private static final int CHUNK = 1 << 22;

    private SafetensorsWriter() {}

    /**
     * A tensor to be written.
     *
     * @param type how it is written: F32, F16 and BF16 are made from 32-bit floats, all others are copied
     * @param data little-endian source bytes: 32-bit floats for the floating point types
     */
    public record Entry(String name, TensorType type, List<Long> shape, ByteBuffer data) {
        public Entry {
            shape = List.copyOf(shape);
            data = data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }

        long bytes() {
            return data.remaining() / sourceBytes() * type.bytes();
        }

        private long sourceBytes() {
            return narrowed() ? Float.BYTES : type.bytes();
        }

        private boolean narrowed() {
            return type == TensorType.F16 || type == TensorType.BF16;
        }
    }

    /** Writes the file and forces it to the disk; replaces what is there. */
    public static void write(Path path, List<Entry> entries, Map<String, String> metadata) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, header(entries, metadata));
            for (Entry entry : entries) {
                if (entry.narrowed()) {
                    writeNarrowed(channel, entry);
                } else {
                    writeFully(channel, entry.data().duplicate());
                }
            }
            channel.force(true);
        }
    }

    private static ByteBuffer header(List<Entry> entries, Map<String, String> metadata) throws IOException {
        ObjectNode root = new JsonMapper().createObjectNode();
        ObjectNode free = root.putObject(HeaderParser.METADATA);
        new TreeMap<>(metadata).forEach(free::put);
        free.put("format", "pt");
        long offset = 0;
        for (Entry entry : entries) {
            ObjectNode node = root.putObject(entry.name());
            node.put("dtype", entry.type().name());
            entry.shape().forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + entry.bytes());
            offset += entry.bytes();
        }
        byte[] json = new JsonMapper().writeValueAsBytes(root);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(json);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        return buffer.flip();
    }

    private static void writeNarrowed(FileChannel channel, Entry entry) throws IOException {
        ByteBuffer source = entry.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer target = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        while (source.hasRemaining()) {
            target.clear();
            while (source.hasRemaining() && target.hasRemaining()) {
                float value = source.getFloat();
                target.putShort(
                        entry.type() == TensorType.BF16 ? FloatBits.toBfloat16(value) : Float.floatToFloat16(value));
            }
            writeFully(channel, target.flip());
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
