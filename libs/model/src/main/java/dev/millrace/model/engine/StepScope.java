package dev.millrace.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Owns tensors: all that are made through it are freed when it is closed. One scope lasts as long as the model, one as
 * long as a step; no tensor leaves the scope that made it.
 */
public final class StepScope implements AutoCloseable {
    private final NDManager manager;

    StepScope(NDManager manager) {
        this.manager = manager;
    }

    /** A scope within this one. */
    public StepScope open() {
        return new StepScope(manager.newSubManager());
    }

    /** 32-bit zeros. */
    public NDArray zeros(long... shape) {
        return manager.zeros(new Shape(shape), DataType.FLOAT32);
    }

    /** Unsigned 8-bit zeros. */
    public NDArray unsignedBytes(long... shape) {
        return manager.zeros(new Shape(shape), DataType.UINT8);
    }

    /** Signed 8-bit zeros. */
    public NDArray signedBytes(long... shape) {
        return manager.zeros(new Shape(shape), DataType.INT8);
    }

    /** 64-bit integers [n]. */
    public NDArray longs(long[] values) {
        NDArray array = manager.zeros(new Shape(values.length), DataType.INT64);
        NativeMemory.bytes(array).asLongBuffer().put(values);
        return array;
    }

    /** 64-bit integers [n]. */
    public NDArray longs(int[] values) {
        return longs(IntStream.of(values).asLongStream().toArray());
    }

    /** 64-bit floats [n]. */
    public NDArray doubles(double[] values) {
        NDArray array = manager.zeros(new Shape(values.length), DataType.FLOAT64);
        NativeMemory.bytes(array).asDoubleBuffer().put(values);
        return array;
    }

    /** 32-bit floats of the given shape. */
    public NDArray floats(FloatBuffer values, long... shape) {
        NDArray array = zeros(shape);
        NativeMemory.floats(array).put(values);
        return array;
    }

    /** A copy that this scope owns. */
    public NDArray copy(NDArray array) {
        NDArray copy = array.duplicate();
        copy.attach(manager);
        return copy;
    }

    NDManager manager() {
        return manager;
    }

    /** Number of tensors and scopes now owned by this scope. */
    public int size() {
        return manager.getManagedArrays().size();
    }

    /** Frees tensors before the scope ends. */
    public static void free(List<NDArray> arrays) {
        arrays.forEach(NDArray::close);
    }

    @Override
    public void close() {
        manager.close();
    }
}
