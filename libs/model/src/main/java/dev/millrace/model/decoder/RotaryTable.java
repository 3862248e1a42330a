package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.engine.StepScope;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Cosines and sines of the rotary angles, made for as many positions as were asked for so far. */
final class RotaryTable {
    private final float[] frequencies;
    private float[] cosines = new float[0];
    private float[] sines = new float[0];

    RotaryTable(DecoderConfig config) {
        frequencies = config.rope().frequencies(config.headWidth());
    }

    /** Angles of a batch, each [N, 1, W / 2]. */
    record Angles(NDArray cosine, NDArray sine) {}

    synchronized Angles angles(StepScope scope, int[] positions) {
        int half = frequencies.length;
        grow(Arrays.stream(positions).max().orElse(0) + 1);
        FloatBuffer cosine = FloatBuffer.allocate(positions.length * half);
        FloatBuffer sine = FloatBuffer.allocate(positions.length * half);
        for (int position : positions) {
            cosine.put(cosines, position * half, half);
            sine.put(sines, position * half, half);
        }
        return new Angles(
                scope.floats(cosine.flip(), positions.length, 1, half),
                scope.floats(sine.flip(), positions.length, 1, half));
    }

    private void grow(int positions) {
        int half = frequencies.length;
        int from = cosines.length / half;
        if (positions <= from) {
            return;
        }
        int to = Math.max(positions, from * 2);
        cosines = Arrays.copyOf(cosines, to * half);
        sines = Arrays.copyOf(sines, to * half);
        for (int position = from; position < to; position++) {
            for (int i = 0; i < half; i++) {
                float angle = position * frequencies[i];
                cosines[position * half + i] = (float) StrictMath.cos(angle);
                sines[position * half + i] = (float) StrictMath.sin(angle);
            }
        }
    }
}
