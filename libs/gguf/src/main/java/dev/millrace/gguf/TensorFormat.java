package dev.millrace.gguf;

import dev.millrace.contracts.MillraceException;
import java.util.Map;

/** How the numbers of a tensor are stored: in blocks of equal size along its fastest dimension. */
public enum TensorFormat {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    BF16(30, 1, 2);

    /** What else has a number, so that it can be refused by its name. */
    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(10, "Q2_K"),
            Map.entry(11, "Q3_K"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(20, "IQ4_NL"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(23, "IQ4_XS"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"),
            Map.entry(40, "NVFP4"),
            Map.entry(41, "Q1_0"));

    private final int number;
    private final int blockElements;
    private final int blockBytes;

    TensorFormat(int number, int blockElements, int blockBytes) {
        this.number = number;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
    }

    int number() {
        return number;
    }

    /** Elements of one block. */
    public int blockElements() {
        return blockElements;
    }

    /** Stored bytes of one block. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Stored bytes of so many elements, a multiple of a block's. */
    long bytes(long elements) {
        return Math.multiplyExact(elements / blockElements, (long) blockBytes);
    }

    /** @throws MillraceException MODEL_FORMAT_UNSUPPORTED, naming the format */
    static TensorFormat numbered(int number, String tensor) {
        for (TensorFormat format : values()) {
            if (format.number == number) {
                return format;
            }
        }
        throw Refusal.unsupported("Tensor " + Refusal.printable(tensor) + " is stored as "
                + OTHERS.getOrDefault(number, "number " + Integer.toUnsignedString(number)) + ", which is not read.");
    }
}
