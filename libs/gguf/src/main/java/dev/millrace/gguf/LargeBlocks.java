package dev.millrace.gguf;

/**
 * Blocks of 256 numbers in parts of 32 or 16, each part with a small scale of its own that a half-precision number
 * scales in turn.
 */
final class LargeBlocks {
    private static final int PART = 32;
    private static final int SCALES = 12;

    private LargeBlocks() {}

    /** Scale of scales, scale of minimums, 8 packed pairs of them, 128 bytes of nibbles. */
    static void q4(byte[] block, float[] values) {
        for (int part = 0; part < 8; part++) {
            for (int i = 0; i < PART; i++) {
                values[part * PART + i] = nibble(block, 4 + SCALES, part, i);
            }
            scale(block, part, values);
        }
    }

    /** As {@link #q4} with 32 bytes of fifth bits before the nibbles: bit p of byte i belongs to number i of part p. */
    static void q5(byte[] block, float[] values) {
        int bits = 4 + SCALES;
        for (int part = 0; part < 8; part++) {
            for (int i = 0; i < PART; i++) {
                int fifth = block[bits + i] >> part & 1;
                values[part * PART + i] = nibble(block, bits + PART, part, i) | fifth << 4;
            }
            scale(block, part, values);
        }
    }

    private static int nibble(byte[] block, int start, int part, int i) {
        int both = block[start + part / 2 * PART + i] & 0xFF;
        return part % 2 == 0 ? both & 0xF : both >> 4;
    }

    private static void scale(byte[] block, int part, float[] values) {
        float scale = Dequantiser.half(block, 0) * six(block, part, 0);
        float minimum = Dequantiser.half(block, 2) * six(block, part, 4);
        for (int i = part * PART; i < (part + 1) * PART; i++) {
            values[i] = scale * values[i] - minimum;
        }
    }

    /**
     * Of twelve bytes the first four hold the scales of the first four parts in their lower six bits, the next four their
     * minimums; of the other parts the lower four bits lie in the last four bytes, the upper two above those six.
     *
     * @param first 0 for scales, 4 for minimums
     */
    private static int six(byte[] block, int part, int first) {
        int at = 4 + first + part % 4;
        if (part < 4) {
            return block[at] & 0x3F;
        }
        int low = block[4 + 8 + part % 4] & 0xFF;
        int high = ((block[at] & 0xFF) >> 2) & 0x30;
        return (first == 0 ? low & 0xF : low >> 4) | high;
    }

    /** 128 bytes of low nibbles, 64 of upper bit pairs, 16 signed scales of 16 numbers each, their scale. */
    static void q6(byte[] block, float[] values) {
        float overall = Dequantiser.half(block, 208);
        for (int i = 0; i < values.length; i++) {
            int half = i / 128;
            int within = i % 128;
            int both = block[half * 64 + within % 64] & 0xFF;
            int low = within < 64 ? both & 0xF : both >> 4;
            int high = block[128 + half * 32 + within % 32] >> (within / 32 * 2) & 3;
            float scale = overall * block[192 + i / 16];
            values[i] = scale * ((low | high << 4) - 32);
        }
    }
}
