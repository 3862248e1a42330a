package dev.millrace.gguf;

import java.util.List;

/** A metadata value; readers of these files are strict about the type of a number, so it is kept. */
public sealed interface GgufValue {
    /** A text. */
    record Text(String value) implements GgufValue {}

    /** Yes or no. */
    record Flag(boolean value) implements GgufValue {}

    /** A whole number of one of the integer types. */
    record Whole(ValueType type, long value) implements GgufValue {}

    /** A number of type F32 or F64. */
    record Real(ValueType type, double value) implements GgufValue {}

    /** A list of texts. */
    record Texts(List<String> values) implements GgufValue {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** A list of whole numbers of one type; flags are 0 and 1. */
    record Wholes(ValueType type, long[] values) implements GgufValue {}

    /** A list of numbers of type F32 or F64. */
    record Reals(ValueType type, double[] values) implements GgufValue {}

    static GgufValue u32(long value) {
        return new Whole(ValueType.U32, value);
    }

    static GgufValue f32(double value) {
        return new Real(ValueType.F32, value);
    }
}
