package dev.millrace.model.safetensors;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Conversions between 32-bit floats and the two 16-bit forms, on raw bits. */
final class FloatBits {
    private FloatBits() {}

    static void widen(TensorInfo info, ByteBuffer source, FloatBuffer target) {
        switch (info.type()) {
            case F32 -> target.put(source.asFloatBuffer());
            case BF16 -> {
                while (source.hasRemaining()) {
                    target.put(Float.intBitsToFloat(source.getShort() << 16));
                }
            }
            case F16 -> {
                while (source.hasRemaining()) {
                    target.put(Float.float16ToFloat(source.getShort()));
                }
            }
            case I64, I32, U8 ->
                throw new MillraceException(
                        ErrorCode.MODEL_FORMAT_UNSUPPORTED,
                        "Tensor " + Printable.of(info.name()) + " holds integers where weights are expected.");
        }
    }

    /** The nearest bfloat16, ties to even; not-a-number stays one. */
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
}
