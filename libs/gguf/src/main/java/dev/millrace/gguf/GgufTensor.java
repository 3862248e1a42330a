package dev.millrace.gguf;

import java.util.List;

/**
 * What a header says of one tensor.
 *
 * @param shape sizes, slowest dimension first as everywhere else; the file has them the other way round
 * @param begin first byte, counted from the start of the tensor data
 */
public record GgufTensor(String name, TensorFormat format, List<Long> shape, long begin) {
    public GgufTensor {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Elements of a row, along the fastest dimension. */
    public int rowElements() {
        return Math.toIntExact(shape.getLast());
    }

    /** Stored bytes of a row. */
    int rowBytes() {
        return Math.toIntExact(format.bytes(rowElements()));
    }

    /** Number of rows. */
    public long rows() {
        return elements() / rowElements();
    }

    /** Stored bytes. */
    public long bytes() {
        return format.bytes(elements());
    }

    long end() {
        return begin + bytes();
    }
}
