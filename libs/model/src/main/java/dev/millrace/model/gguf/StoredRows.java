package dev.millrace.model.gguf;

import dev.millrace.gguf.GgufWriter;
import dev.millrace.model.decoder.TensorPlan.Stored;
import dev.millrace.model.safetensors.TensorSource;
import java.nio.FloatBuffer;

/**
 * Rows of a tensor as GGUF has them: out of a transposed matrix, with the halves of each rotated pair side by side, with
 * the 1 that a norm adds. Of the model no more is in memory than the rows asked for, whole heads, or one transposed matrix.
 *
 * @param head rows of a head whose pairs are put side by side, 0 for none
 * @param added to every number
 */
record StoredRows(TensorSource source, Stored tensor, int columns, int head, float added) implements GgufWriter.Rows {
    @Override
    public void read(long firstRow, int rows, FloatBuffer target) {
        int start = target.position();
        if (tensor.part().transposed()) {
            transposed(firstRow, rows, target);
        } else if (head > 0) {
            sideBySide(firstRow, rows, target);
        } else {
            source.copyFloats(tensor.stored(), firstRow * columns, (long) rows * columns, target);
        }
        if (added != 0) {
            for (int i = start; i < target.position(); i++) {
                target.put(i, target.get(i) + added);
            }
        }
    }

    private void transposed(long firstRow, int rows, FloatBuffer target) {
        long all = tensor.part().shape().getLast();
        FloatBuffer outside = FloatBuffer.allocate(Math.toIntExact(all * columns));
        source.copyFloats(tensor.stored(), outside);
        for (long row = firstRow; row < firstRow + rows; row++) {
            for (int column = 0; column < columns; column++) {
                target.put(outside.get((int) (column * all + row)));
            }
        }
    }

    /** Row {@code 2 * i + half} of a head is row {@code half * head / 2 + i} outside. */
    private void sideBySide(long firstRow, int rows, FloatBuffer target) {
        long from = firstRow - firstRow % head;
        long to = (firstRow + rows + head - 1) / head * head;
        FloatBuffer heads = FloatBuffer.allocate(Math.toIntExact((to - from) * columns));
        source.copyFloats(tensor.stored(), from * columns, (to - from) * columns, heads);
        float[] values = heads.array();
        for (long row = firstRow; row < firstRow + rows; row++) {
            long within = row % head;
            long outside = row - within + within % 2 * (head / 2) + within / 2;
            target.put(values, Math.toIntExact((outside - from) * columns), columns);
        }
    }
}
