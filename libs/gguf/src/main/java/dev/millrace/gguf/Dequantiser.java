package dev.millrace.gguf;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Stored blocks as 32-bit numbers. Each product and sum is rounded by itself and in the order in which {@code gguf.quants}
 * of the reference does it, so that the bits agree.
 */
final class Dequantiser {
    private Dequantiser() {}

    /** @param source whole blocks, little-endian; read to its end */
    static void read(TensorFormat format, ByteBuffer source, FloatBuffer target) {
        switch (format) {
            case F32 -> target.put(source.asFloatBuffer());
            case F16 -> halves(source, target);
            case BF16 -> brains(source, target);
            case Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K -> blocks(format, source, target);
        }
    }

    private static void halves(ByteBuffer source, FloatBuffer target) {
        while (source.hasRemaining()) {
            target.put(Float.float16ToFloat(source.getShort()));
        }
    }

    private static void brains(ByteBuffer source, FloatBuffer target) {
        while (source.hasRemaining()) {
            target.put(Float.intBitsToFloat(source.getShort() << 16));
        }
    }

    private static void blocks(TensorFormat format, ByteBuffer source, FloatBuffer target) {
        byte[] block = new byte[format.blockBytes()];
        float[] values = new float[format.blockElements()];
        while (source.hasRemaining()) {
            source.get(block);
            switch (format) {
                case Q4_0 -> SmallBlocks.q4(block, false, values);
                case Q4_1 -> SmallBlocks.q4(block, true, values);
                case Q5_0 -> SmallBlocks.q5(block, false, values);
                case Q5_1 -> SmallBlocks.q5(block, true, values);
                case Q8_0 -> SmallBlocks.q8(block, values);
                case Q4_K -> LargeBlocks.q4(block, values);
                case Q5_K -> LargeBlocks.q5(block, values);
                case Q6_K -> LargeBlocks.q6(block, values);
                case F32, F16, BF16 -> throw new IllegalArgumentException("no blocks: " + format);
            }
            target.put(values);
        }
    }

    /** The half-precision number at a place in a block. */
    static float half(byte[] block, int at) {
        return Float.float16ToFloat((short) ((block[at] & 0xFF) | block[at + 1] << 8));
    }
}
