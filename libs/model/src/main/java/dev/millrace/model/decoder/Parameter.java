package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.engine.NativeMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One trained tensor. Projections that share an input are stored as one tensor, so that one multiplication serves them
 * all; towards the outside each keeps its own name and is a run of whole rows.
 *
 * @param value 32-bit weights, contiguous
 * @param decayed whether weight decay applies (to matrices, not to norms)
 * @param parts the tensors as Hugging Face names them, in the order of their rows
 */
public record Parameter(NDArray value, boolean decayed, List<Part> parts) {
    public Parameter {
        parts = List.copyOf(parts);
    }

    /** A run of rows under its outside name. */
    public record Part(String name, List<Long> shape) {
        public Part {
            shape = List.copyOf(shape);
        }

        /** Length in bytes as 32-bit floats. */
        public int bytes() {
            return Math.toIntExact(shape.stream().reduce((long) Float.BYTES, Math::multiplyExact));
        }
    }

    /** A part together with its values, which are a view of some tensor of the parameter's shape. */
    public record PartView(Part part, ByteBuffer bytes) {}

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
