package dev.millrace.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** One GGUF file, opened for reading. The header is checked when the file is opened; tensors are mapped when asked for. */
public final class GgufFile implements AutoCloseable {
    /** The longest header that is read, in bytes. */
    private static final int LONGEST_HEADER = 128 << 20;

    private static final int CHUNK = 1 << 24;

    private final FileChannel channel;
    private final GgufHeader header;

    private GgufFile(FileChannel channel, GgufHeader header) {
        this.channel = channel;
        this.header = header;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws MillraceException MODEL_FILE_DAMAGED when the header contradicts itself or the file's length,
     *     MODEL_FORMAT_UNSUPPORTED for a version, a byte order or a tensor format that is not read
     */
    public static GgufFile open(Path path) {
        FileChannel channel = null;
        GgufFile file = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            long size = channel.size();
            ByteBuffer head = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(size, LONGEST_HEADER));
            file = new GgufFile(channel, GgufHeader.read(head, size));
            return file;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The GGUF file cannot be read.", e);
        } finally {
            if (file == null && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    public GgufMetadata metadata() {
        return new GgufMetadata(header.metadata());
    }

    /** The tensors in the file's order. */
    public Map<String, GgufTensor> tensors() {
        return header.tensors();
    }

    /** @throws MillraceException MODEL_FILE_DAMAGED when there is no such tensor */
    public GgufTensor tensor(String name) {
        GgufTensor tensor = header.tensors().get(name);
        if (tensor == null) {
            throw Refusal.damaged("The tensor " + Refusal.printable(name) + " is missing.");
        }
        return tensor;
    }

    /** Some rows of a tensor as they are stored: a read-only little-endian view. */
    public ByteBuffer stored(GgufTensor tensor, long firstRow, int rows) {
        try {
            return channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            header.dataStart() + tensor.begin() + firstRow * tensor.rowBytes(),
                            (long) rows * tensor.rowBytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Some rows of a tensor as 32-bit numbers; the target must have room for all of them. */
    public void read(GgufTensor tensor, long firstRow, long rows, FloatBuffer target) {
        int atOnce = Math.max(1, CHUNK / tensor.rowBytes());
        for (long row = firstRow; row < firstRow + rows; row += atOnce) {
            int some = (int) Math.min(atOnce, firstRow + rows - row);
            Dequantiser.read(tensor.format(), stored(tensor, row, some), target);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
