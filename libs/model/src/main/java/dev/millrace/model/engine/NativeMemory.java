package dev.millrace.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Views of a tensor's own memory: no copy is made, and a view must not be used after its tensor's scope has ended. */
public final class NativeMemory {
    private NativeMemory() {}

    /** The bytes of a contiguous tensor, in the machine's byte order. */
    public static ByteBuffer bytes(NDArray array) {
        return JniUtils.getByteBuffer((PtNDArray) array, true);
    }

    /** The values of a contiguous 32-bit tensor. */
    public static FloatBuffer floats(NDArray array) {
        return bytes(array).asFloatBuffer();
    }

    /** A copy of a contiguous 32-bit tensor's values, in rows of so many. */
    public static float[][] rows(NDArray array, int width) {
        FloatBuffer values = floats(array);
        float[][] rows = new float[values.capacity() / width][width];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}
