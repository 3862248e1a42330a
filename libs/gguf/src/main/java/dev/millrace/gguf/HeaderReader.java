package dev.millrace.gguf;

import dev.millrace.contracts.MillraceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes values off a header; every length and count is compared with what is left before anything is allocated for it. */
final class HeaderReader {
    private static final int LONGEST_TEXT = 16 << 20;

    private final ByteBuffer in;

    HeaderReader(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return in.position();
    }

    int u32() {
        need(Integer.BYTES);
        return in.getInt();
    }

    long u64() {
        need(Long.BYTES);
        return in.getLong();
    }

    /**
     * A number of things that follow.
     *
     * @param least bytes that each takes at least
     */
    int count(int least, String what) {
        long count = u64();
        if (count < 0 || count > in.remaining() / least) {
            throw Refusal.damaged("The number of " + what + " is larger than the file.");
        }
        return (int) count;
    }

    String text() {
        int length = count(1, "bytes of a text");
        if (length > LONGEST_TEXT) {
            throw Refusal.damaged("A text is longer than any that is read.");
        }
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.damaged("A text is not valid UTF-8.");
        }
    }

    GgufValue value() {
        ValueType type = ValueType.numbered(u32());
        return switch (type) {
            case TEXT -> new GgufValue.Text(text());
            case FLAG -> new GgufValue.Flag(whole(type) != 0);
            case F32, F64 -> new GgufValue.Real(type, real(type));
            case LIST -> list();
            case U8, I8, U16, I16, U32, I32, U64, I64 -> new GgufValue.Whole(type, whole(type));
        };
    }

    private GgufValue list() {
        ValueType type = ValueType.numbered(u32());
        int count = count(type.bytes(), "elements of a list");
        return switch (type) {
            case TEXT -> new GgufValue.Texts(texts(count));
            case F32, F64 -> new GgufValue.Reals(type, reals(type, count));
            case LIST -> throw Refusal.unsupported("A metadata value is a list of lists, which is not read.");
            case FLAG, U8, I8, U16, I16, U32, I32, U64, I64 -> new GgufValue.Wholes(type, wholes(type, count));
        };
    }

    private List<String> texts(int count) {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    private double[] reals(ValueType type, int count) {
        double[] reals = new double[count];
        for (int i = 0; i < count; i++) {
            reals[i] = real(type);
        }
        return reals;
    }

    private long[] wholes(ValueType type, int count) {
        long[] wholes = new long[count];
        for (int i = 0; i < count; i++) {
            wholes[i] = whole(type);
        }
        return wholes;
    }

    private double real(ValueType type) {
        need(type.bytes());
        return type == ValueType.F32 ? in.getFloat() : in.getDouble();
    }

    private long whole(ValueType type) {
        need(type.bytes());
        return switch (type) {
            case U8, FLAG -> Byte.toUnsignedLong(in.get());
            case I8 -> in.get();
            case U16 -> Short.toUnsignedLong(in.getShort());
            case I16 -> in.getShort();
            case U32 -> Integer.toUnsignedLong(in.getInt());
            case I32 -> in.getInt();
            case U64, I64 -> in.getLong();
            case F32, F64, TEXT, LIST -> throw new IllegalArgumentException("not a whole number: " + type);
        };
    }

    private void need(int bytes) throws MillraceException {
        if (in.remaining() < bytes) {
            throw Refusal.damaged("The header ends too early.");
        }
    }
}
