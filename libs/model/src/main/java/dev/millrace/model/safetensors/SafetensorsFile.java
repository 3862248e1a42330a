package dev.millrace.model.safetensors;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One safetensors file, opened for reading: eight bytes of header length, a JSON header, then the tensors without gaps
 * (<a href="https://github.com/huggingface/safetensors#format">format</a>). The header is checked when the file is
 * opened; tensors are mapped into memory when asked for.
 */
public final class SafetensorsFile implements TensorSource {
    /** The longest header the format allows, in bytes. */
    static final long LONGEST_HEADER = 100_000_000;

    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(FileChannel channel, long dataStart, HeaderParser.Header header) {
        this.channel = channel;
        this.dataStart = dataStart;
        this.metadata = Collections.unmodifiableMap(header.metadata());
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        header.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
        this.tensors = Collections.unmodifiableMap(byName);
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws MillraceException MODEL_FILE_DAMAGED when the header contradicts itself or the file's length,
     *     MODEL_FORMAT_UNSUPPORTED for an element type that is not read
     */
    public static SafetensorsFile open(Path path) {
        FileChannel channel = null;
        boolean opened = false;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            SafetensorsFile file = read(channel);
            opened = true;
            return file;
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "A file of tensors cannot be read.", e);
        } finally {
            if (!opened && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static SafetensorsFile read(FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw HeaderParser.damaged("The file is too short to hold tensors.");
        }
        long headerLength =
                exactly(channel, 0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerLength < 0 || headerLength > Math.min(LONGEST_HEADER, size - Long.BYTES)) {
            throw HeaderParser.damaged("The header's length is larger than the file or than the format allows.");
        }
        long dataStart = Long.BYTES + headerLength;
        byte[] json = exactly(channel, Long.BYTES, (int) headerLength).array();
        HeaderParser.Header header = new HeaderParser(size - dataStart).parse(json);
        long end = header.tensors().isEmpty() ? 0 : header.tensors().getLast().end();
        if (end != size - dataStart) {
            throw HeaderParser.damaged("The file goes on after its last tensor.");
        }
        return new SafetensorsFile(channel, dataStart, header);
    }

    private static ByteBuffer exactly(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw HeaderParser.damaged("The file ends too early.");
            }
        }
        return buffer.flip();
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw HeaderParser.damaged("The tensor " + Printable.of(name) + " is missing.");
        }
        return info;
    }

    @Override
    public ByteBuffer bytes(String name, long from, int length) {
        TensorInfo info = info(name);
        if (from < 0 || length < 0 || from + length > info.end() - info.begin()) {
            throw new IndexOutOfBoundsException("outside of tensor " + Printable.of(name));
        }
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, dataStart + info.begin() + from, length)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header's free text entries. */
    public Map<String, String> metadata() {
        return metadata;
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
