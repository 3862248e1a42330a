package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One trained tensor. Projections that share an input are stored as one tensor, so that one multiplication serves them
 * all; towards the outside each keeps its own name and is a run of whole rows.
 *
 * @param value 32-bit weights, contiguous
 * @param decayed whether weight decay applies (to matrices, not to norms and biases)
 * @param fresh the value of all numbers before training; matrices, which are drawn, ignore it
 * @param parts the tensors as Hugging Face names them, in the order of their rows
 */
public record Parameter(NDArray value, boolean decayed, float fresh, List<Part> parts) {
    public Parameter {
        parts = List.copyOf(parts);
    }

    /**
     * A run of rows under its outside name.
     *
     * @param shape sizes towards the outside
     * @param transposed whether the outside has columns where the parameter has rows
     */
    public record Part(String name, List<Long> shape, boolean transposed) {
        public Part {
            shape = List.copyOf(shape);
        }

        /** Laid out inside as outside. */
        public Part(String name, List<Long> shape) {
            this(name, shape, false);
        }

        /** Number of the parameter's rows. */
        public long rows() {
            return transposed ? shape.getLast() : shape.getFirst();
        }

        /** Number of the parameter's columns. */
        public long columns() {
            return transposed ? shape.getFirst() : shape.getLast();
        }

        /** Length in bytes as 32-bit floats. */
        public int bytes() {
            return Math.toIntExact(shape.stream().reduce((long) Float.BYTES, Math::multiplyExact));
        }
    }

    /**
     * A part together with its values.
     *
     * @param inner a view of some tensor of the parameter's shape
     */
    public record PartView(Part part, ByteBuffer inner) {

        /** The values as the outside has them: a view, or a copy when the part is transposed. */
        public ByteBuffer bytes() {
            if (!part.transposed()) {
                return inner;
            }
            ByteBuffer copy = ByteBuffer.allocate(part.bytes()).order(inner.order());
            transpose(inner.asFloatBuffer(), copy.asFloatBuffer(), part.shape().getLast());
            return copy;
        }

        /** Takes the values from a tensor of the outside's shape. */
        public void load(TensorSource source, String name) {
            if (!part.transposed()) {
                source.copyFloats(name, inner.asFloatBuffer());
                return;
            }
            FloatBuffer outside = FloatBuffer.allocate(part.bytes() / Float.BYTES);
            source.copyFloats(name, outside);
            transpose(outside.flip(), inner.asFloatBuffer(), part.shape().getFirst());
        }

        private static void transpose(FloatBuffer source, FloatBuffer target, long rows) {
            int columns = (int) (source.capacity() / rows);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    target.put(column * (int) rows + row, source.get(row * columns + column));
                }
            }
        }
    }

    /** Numbers of the same shape that belong to it, under its names with a suffix. */
    public Parameter beside(NDArray other, String suffix) {
        List<Part> named = parts.stream()
                .map(part -> new Part(part.name() + suffix, part.shape(), part.transposed()))
                .toList();
        return new Parameter(other, decayed, fresh, named);
    }

    /** The same with other numbers. */
    public Parameter with(NDArray other) {
        return new Parameter(other, decayed, fresh, parts);
    }

    /** Whether it is the second factor of an adapter, B. */
    public boolean outer() {
        return parts.getFirst().name().endsWith(Adapters.B);
    }

    /** The parts of {@code array}, which has this parameter's shape: its weights, gradients or moments. */
    public List<PartView> views(NDArray array) {
        ByteBuffer all = NativeMemory.bytes(array);
        List<PartView> views = new ArrayList<>();
        int offset = 0;
        for (Part part : parts) {
            views.add(new PartView(part, all.slice(offset, part.bytes()).order(all.order())));
            offset += part.bytes();
        }
        return views;
    }
}
