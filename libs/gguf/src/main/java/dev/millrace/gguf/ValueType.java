package dev.millrace.gguf;

import dev.millrace.contracts.MillraceException;

/** Types of metadata values. */
public enum ValueType {
    U8(0, 1),
    I8(1, 1),
    U16(2, 2),
    I16(3, 2),
    U32(4, 4),
    I32(5, 4),
    F32(6, 4),
    FLAG(7, 1),
    TEXT(8, 8),
    LIST(9, 12),
    U64(10, 8),
    I64(11, 8),
    F64(12, 8);

    private final int number;
    private final int bytes;

    ValueType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    int number() {
        return number;
    }

    /** Bytes a value takes at least. */
    int bytes() {
        return bytes;
    }

    /** @throws MillraceException MODEL_FILE_DAMAGED */
    static ValueType numbered(int number) {
        for (ValueType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw Refusal.damaged("A metadata value has a type that does not exist.");
    }
}
