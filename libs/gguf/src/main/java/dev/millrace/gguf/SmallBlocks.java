package dev.millrace.gguf;

/**
 * Blocks of 32 numbers with one scale. In all of them the low halves of the bytes are the first 16 numbers and the high
 * halves the last 16; with a minimum the value is {@code scale * q + minimum}, without one q is centred on zero.
 */
final class SmallBlocks {
    private static final int HALF = 16;

    private SmallBlocks() {}

    /** Scale, minimum if there is one, 16 bytes of nibbles. */
    static void q4(byte[] block, boolean minimum, float[] values) {
        float scale = Dequantiser.half(block, 0);
        int nibbles = minimum ? 4 : 2;
        for (int i = 0; i < HALF; i++) {
            int both = block[nibbles + i] & 0xFF;
            values[i] = value(both & 0xF, 8, scale, block, minimum);
            values[i + HALF] = value(both >> 4, 8, scale, block, minimum);
        }
    }

    /** Scale, minimum if there is one, 32 fifth bits, 16 bytes of nibbles. */
    static void q5(byte[] block, boolean minimum, float[] values) {
        float scale = Dequantiser.half(block, 0);
        int bits = minimum ? 4 : 2;
        int nibbles = bits + 4;
        for (int i = 0; i < HALF; i++) {
            int both = block[nibbles + i] & 0xFF;
            values[i] = value((both & 0xF) | bit(block, bits, i) << 4, 16, scale, block, minimum);
            values[i + HALF] = value((both >> 4) | bit(block, bits, i + HALF) << 4, 16, scale, block, minimum);
        }
    }

    /** Scale, 32 signed bytes. */
    static void q8(byte[] block, float[] values) {
        float scale = Dequantiser.half(block, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] = block[2 + i] * scale;
        }
    }

    private static float value(int q, int centre, float scale, byte[] block, boolean minimum) {
        return minimum ? scale * q + Dequantiser.half(block, 2) : scale * (q - centre);
    }

    private static int bit(byte[] block, int start, int index) {
        return block[start + index / 8] >> (index % 8) & 1;
    }
}
