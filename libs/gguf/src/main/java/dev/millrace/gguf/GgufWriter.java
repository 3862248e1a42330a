package dev.millrace.gguf;

import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes one GGUF file of version 3. Equal metadata and tensors, in equal order, give equal bytes. */
public final class GgufWriter {
    private static final int CHUNK = 1 << 22;

    private GgufWriter() {}

    /** Gives a tensor's numbers, row by row. */
    @FunctionalInterface
    public interface Rows {
        void read(long firstRow, int rows, FloatBuffer target);
    }

    /**
     * A tensor to be written.
     *
     * @param shape sizes, slowest dimension first; the fastest is a multiple of the format's block
     */
    public record Entry(String name, TensorFormat format, List<Long> shape, Rows rows) {
        public Entry {
            shape = List.copyOf(shape);
        }

        private GgufTensor at(long begin) {
            return new GgufTensor(name, format, shape, begin);
        }
    }

    /** Whether a tensor whose rows have so many elements can be written in the format. */
    public static boolean fits(TensorFormat format, long rowElements) {
        return Quantiser.WRITTEN.contains(format) && rowElements % format.blockElements() == 0;
    }

    /**
     * Writes the file and forces it to the disk; replaces what is there.
     *
     * @throws MillraceException MODEL_FILE_DAMAGED for a weight that is no finite number and is to be quantised
     */
    public static void write(Path path, Map<String, GgufValue> metadata, List<Entry> entries) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            writeFully(channel, header(metadata, entries));
            pad(channel);
            for (Entry entry : entries) {
                writeTensor(channel, entry);
                pad(channel);
            }
            channel.force(true);
        }
    }

    private static ByteBuffer header(Map<String, GgufValue> metadata, List<Entry> entries) {
        HeaderBytes out = new HeaderBytes();
        out.u32(GgufHeader.MAGIC).u32(GgufHeader.VERSION);
        out.u64(entries.size()).u64(metadata.size());
        metadata.forEach((key, value) -> out.text(key).value(value));
        long begin = 0;
        for (Entry entry : entries) {
            GgufTensor tensor = entry.at(begin);
            out.text(tensor.name()).u32(tensor.shape().size());
            tensor.shape().reversed().forEach(out::u64);
            out.u32(tensor.format().number()).u64(begin);
            begin = padded(tensor.end());
        }
        return out.bytes();
    }

    private static void writeTensor(FileChannel channel, Entry entry) throws IOException {
        GgufTensor tensor = entry.at(0);
        int atOnce = Math.max(1, CHUNK / Float.BYTES / tensor.rowElements());
        FloatBuffer values = FloatBuffer.allocate(atOnce * tensor.rowElements());
        ByteBuffer stored = ByteBuffer.allocate(atOnce * tensor.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long row = 0; row < tensor.rows(); row += atOnce) {
            entry.rows().read(row, (int) Math.min(atOnce, tensor.rows() - row), values.clear());
            Quantiser.write(entry.format(), values.flip(), stored.clear());
            writeFully(channel, stored.flip());
        }
    }

    private static void pad(FileChannel channel) throws IOException {
        writeFully(channel, ByteBuffer.allocate((int) (padded(channel.position()) - channel.position())));
    }

    private static long padded(long length) {
        return (length + GgufHeader.USUAL_ALIGNMENT - 1) / GgufHeader.USUAL_ALIGNMENT * GgufHeader.USUAL_ALIGNMENT;
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
