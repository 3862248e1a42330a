package dev.millrace.model.safetensors;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;

/** The element types that are read and written. */
public enum TensorType {
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    U8(1);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    static TensorType named(String name) {
        if (name.equals("BOOL")) {
            return U8;
        }
        for (TensorType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new MillraceException(
                ErrorCode.MODEL_FORMAT_UNSUPPORTED,
                "A tensor has an element type that is not read: " + Printable.of(name));
    }
}
