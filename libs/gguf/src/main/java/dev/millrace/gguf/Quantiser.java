package dev.millrace.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.Set;

/** 32-bit numbers as stored blocks, rounded as {@code gguf.quants} of the reference rounds, so that the bytes agree. */
final class Quantiser {
    /** The formats that are written. */
    static final Set<TensorFormat> WRITTEN =
            EnumSet.of(TensorFormat.F32, TensorFormat.F16, TensorFormat.BF16, TensorFormat.Q8_0, TensorFormat.Q4_0);

    private Quantiser() {}

    /**
     * @param source whole blocks; read to its end
     * @param target little-endian
     */
    static void write(TensorFormat format, FloatBuffer source, ByteBuffer target) {
        float[] values = new float[format.blockElements()];
        while (source.hasRemaining()) {
            source.get(values);
            switch (format) {
                case F32 -> target.putFloat(values[0]);
                case F16 -> target.putShort(Float.floatToFloat16(values[0]));
                case BF16 -> target.putShort(brain(values[0]));
                case Q8_0 -> q8(values, target);
                case Q4_0 -> q4(values, target);
                case Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K ->
                    throw new MillraceException(
                            ErrorCode.MODEL_FORMAT_UNSUPPORTED, "Tensors are not written as " + format + ".");
            }
        }
    }

    /** The nearest bfloat16, ties to even; not-a-number stays one. */
    private static short brain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    private static void q8(float[] values, ByteBuffer target) {
        float scale = Math.abs(values[largest(values)]) / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        target.putShort(Float.floatToFloat16(scale));
        for (float value : values) {
            target.put((byte) halfAwayFromZero(value * inverse));
        }
    }

    private static float halfAwayFromZero(float value) {
        float magnitude = Math.abs(value);
        float floor = (float) Math.floor(magnitude);
        return Math.signum(value) * (floor + (float) Math.floor(2 * (magnitude - floor)));
    }

    private static void q4(float[] values, ByteBuffer target) {
        float scale = values[largest(values)] / -8;
        float inverse = scale == 0 ? 0 : 1 / scale;
        target.putShort(Float.floatToFloat16(scale));
        int half = values.length / 2;
        for (int i = 0; i < half; i++) {
            target.put((byte) (nibble(values[i] * inverse) | nibble(values[i + half] * inverse) << 4));
        }
    }

    private static int nibble(float scaled) {
        return Math.clamp((int) (scaled + 8.5f), 0, 15);
    }

    /** Index of the value with the largest magnitude, the first of equals. */
    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new MillraceException(
                        ErrorCode.MODEL_FILE_DAMAGED, "A weight is not a finite number and cannot be quantised.");
            }
            if (Math.abs(values[i]) > Math.abs(values[largest])) {
                largest = i;
            }
        }
        return largest;
    }
}
