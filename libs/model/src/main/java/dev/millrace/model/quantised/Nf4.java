package dev.millrace.model.quantised;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * 4-bit NormalFloat (Dettmers et al., "QLoRA", 2023): blocks of {@value #BLOCK} weights are divided by the largest magnitude
 * among them, and each is stored as the nearest of sixteen values, the quantiles of a normal distribution.
 */
public final class Nf4 {
    public static final int BLOCK = 64;

    /** The published values, ascending. */
    private static final float[] VALUES = {
        -1.0f,
        -0.6961928f,
        -0.52507305f,
        -0.3949175f,
        -0.28444138f,
        -0.18477343f,
        -0.091050036f,
        0.0f,
        0.0795803f,
        0.1609302f,
        0.2461123f,
        0.33791524f,
        0.44070983f,
        0.562617f,
        0.72295684f,
        1.0f
    };

    private static final float[] BORDERS = borders();

    private Nf4() {}

    private static float[] borders() {
        float[] borders = new float[VALUES.length - 1];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = (float) (((double) VALUES[i] + VALUES[i + 1]) / 2);
        }
        return borders;
    }

    /**
     * Packs weights, two a byte, the first in the upper half.
     *
     * @param weights [n], n a multiple of {@value #BLOCK}
     * @param bytes [n / 2]
     * @param scales largest magnitude of every block [n / {@value #BLOCK}]
     */
    public static void pack(FloatBuffer weights, ByteBuffer bytes, FloatBuffer scales) {
        IntStream.range(0, weights.capacity() / BLOCK).parallel().forEach(block -> {
            float scale = largest(weights, block * BLOCK);
            float inverse = scale == 0 ? 0 : 1 / scale;
            scales.put(block, scale);
            for (int i = block * BLOCK; i < (block + 1) * BLOCK; i += 2) {
                bytes.put(i / 2, (byte) (code(weights.get(i) * inverse) << 4 | code(weights.get(i + 1) * inverse)));
            }
        });
    }

    private static float largest(FloatBuffer weights, int from) {
        float largest = 0;
        for (int i = from; i < from + BLOCK; i++) {
            largest = Math.max(largest, Math.abs(weights.get(i)));
        }
        return largest;
    }

    private static int code(float share) {
        int code = 0;
        for (float border : BORDERS) {
            code += share > border ? 1 : 0;
        }
        return code;
    }

    /** For every byte the two values it stands for, one behind the other [256, 2]. */
    public static float[] pairs() {
        float[] pairs = new float[512];
        for (int i = 0; i < 256; i++) {
            pairs[2 * i] = VALUES[i >> 4];
            pairs[2 * i + 1] = VALUES[i & 15];
        }
        return pairs;
    }
}
