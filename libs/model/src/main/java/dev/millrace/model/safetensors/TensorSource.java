package dev.millrace.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Set;

/** Named tensors, in one file or in several. */
public interface TensorSource extends AutoCloseable {
    /** Bytes handed on at once while a tensor is converted. */
    int CHUNK = 1 << 24;

    Set<String> names();

    /** @throws dev.millrace.contracts.MillraceException MODEL_FILE_DAMAGED when there is no such tensor */
    TensorInfo info(String name);

    /** A read-only little-endian view of {@code length} bytes of a tensor, from byte {@code from} on. */
    ByteBuffer bytes(String name, long from, int length);

    /** Writes a floating point tensor's values as 32-bit numbers; the target must have room for all of them. */
    default void copyFloats(String name, FloatBuffer target) {
        TensorInfo info = info(name);
        long length = info.end() - info.begin();
        for (long from = 0; from < length; from += CHUNK) {
            FloatBits.widen(info, bytes(name, from, (int) Math.min(CHUNK, length - from)), target);
        }
    }

    /**
     * The same for a part of it.
     *
     * @param first number of the first element
     */
    default void copyFloats(String name, long first, long count, FloatBuffer target) {
        TensorInfo info = info(name);
        int size = info.type().bytes();
        for (long from = first * size; from < (first + count) * size; from += CHUNK) {
            FloatBits.widen(info, bytes(name, from, (int) Math.min(CHUNK, (first + count) * size - from)), target);
        }
    }

    @Override
    void close();
}
