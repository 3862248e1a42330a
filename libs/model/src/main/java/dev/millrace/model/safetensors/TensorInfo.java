package dev.millrace.model.safetensors;

import java.util.List;

/**
 * What a header says of one tensor.
 *
 * @param shape sizes, slowest dimension first; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end the byte after the last
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long begin, long end) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return (end - begin) / type.bytes();
    }
}
