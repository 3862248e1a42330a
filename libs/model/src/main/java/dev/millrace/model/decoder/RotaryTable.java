package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.engine.StepScope;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Cosines and sines of the rotary angles, made for as many positions as were asked for so far. */
final class RotaryTable {
    private final int switchesAfter;
    private final Rows within;
    private final Rows beyond;

    RotaryTable(RopeSettings settings, int headWidth) {
        switchesAfter = settings.switchesAfter();
        float factor = (float) settings.attentionFactor();
        within = new Rows(settings.frequencies(headWidth, false), factor);
        beyond = switchesAfter == Integer.MAX_VALUE ? within : new Rows(settings.frequencies(headWidth, true), factor);
    }

    /** Angles of a batch, each [N, 1, R / 2], R being how many numbers of a head are turned. */
    record Angles(NDArray cosine, NDArray sine) {}

    /**
     * Angles of tokens.
     *
     * @param lengths for each token, how long its text is [N]
     */
    synchronized Angles angles(StepScope scope, int[] positions, int[] lengths) {
        int half = within.frequencies.length;
        int most = Arrays.stream(positions).max().orElse(0) + 1;
        within.grow(most);
        beyond.grow(most);
        FloatBuffer cosine = FloatBuffer.allocate(positions.length * half);
        FloatBuffer sine = FloatBuffer.allocate(positions.length * half);
        for (int i = 0; i < positions.length; i++) {
            Rows rows = lengths[i] > switchesAfter ? beyond : within;
            cosine.put(rows.cosines, positions[i] * half, half);
            sine.put(rows.sines, positions[i] * half, half);
        }
        return new Angles(
                scope.floats(cosine.flip(), positions.length, 1, half),
                scope.floats(sine.flip(), positions.length, 1, half));
    }

    private static final class Rows {
        private final float[] frequencies;
        private final float factor;
        private float[] cosines = new float[0];
        private float[] sines = new float[0];

        Rows(float[] frequencies, float factor) {
            this.frequencies = frequencies;
            this.factor = factor;
        }

        void grow(int positions) {
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
                    cosines[position * half + i] = (float) StrictMath.cos(angle) * factor;
                    sines[position * half + i] = (float) StrictMath.sin(angle) * factor;
                }
            }
        }
    }
}
