package dev.millrace.model.quantised;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** 8-bit weights: a row is divided by a 127th of its largest magnitude and rounded (Dettmers et al., "LLM.int8()", 2022). */
public final class Int8 {
    private static final int MOST = 127;

    private Int8() {}

    /**
     * Packs a matrix.
     *
     * @param weights [rows, columns]
     * @param bytes [rows, columns]
     * @param scales what a step of a row's bytes stands for [rows]
     */
    public static void pack(FloatBuffer weights, ByteBuffer bytes, FloatBuffer scales) {
        int rows = scales.capacity();
        int columns = weights.capacity() / rows;
        IntStream.range(0, rows).parallel().forEach(row -> {
            float scale = largest(weights, row * columns, columns) / MOST;
            scales.put(row, scale);
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                bytes.put(i, scale == 0 ? 0 : (byte) Math.rint(weights.get(i) / scale));
            }
        });
    }

    private static float largest(FloatBuffer weights, int from, int count) {
        float largest = 0;
        for (int i = from; i < from + count; i++) {
            largest = Math.max(largest, Math.abs(weights.get(i)));
        }
        return largest;
    }
}
