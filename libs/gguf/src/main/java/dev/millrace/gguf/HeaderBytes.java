package dev.millrace.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a header, put together. */
final class HeaderBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    HeaderBytes u32(int value) {
        return little(value, Integer.BYTES);
    }

    HeaderBytes u64(long value) {
        return little(value, Long.BYTES);
    }

    HeaderBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u64(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    HeaderBytes value(GgufValue value) {
        return switch (value) {
            case GgufValue.Text(String text) -> u32(ValueType.TEXT.number()).text(text);
            case GgufValue.Flag(boolean flag) -> u32(ValueType.FLAG.number()).little(flag ? 1 : 0, 1);
            case GgufValue.Whole(ValueType type, long whole) ->
                u32(type.number()).little(whole, type.bytes());
            case GgufValue.Real(ValueType type, double real) ->
                u32(type.number()).real(type, real);
            case GgufValue.Texts texts -> {
                list(ValueType.TEXT, texts.values().size());
                texts.values().forEach(this::text);
                yield this;
            }
            case GgufValue.Wholes(ValueType type, long[] wholes) -> {
                list(type, wholes.length);
                for (long whole : wholes) {
                    little(whole, type.bytes());
                }
                yield this;
            }
            case GgufValue.Reals(ValueType type, double[] reals) -> {
                list(type, reals.length);
                for (double real : reals) {
                    real(type, real);
                }
                yield this;
            }
        };
    }

    private void list(ValueType type, int count) {
        u32(ValueType.LIST.number()).u32(type.number()).u64(count);
    }

    private HeaderBytes real(ValueType type, double value) {
        return type == ValueType.F32
                ? u32(Float.floatToRawIntBits((float) value))
                : u64(Double.doubleToRawLongBits(value));
    }

    private HeaderBytes little(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
