package dev.millrace.model.decoder;

import dev.millrace.model.quantised.Nf4;

/** How a matrix that is not trained lies in memory. */
public enum WeightForm {
    /** 32 bits a weight. */
    FP32,
    /** 16 bits a weight. */
    BF16,
    /** 4 bits a weight, and 32 for every 64 of them. */
    NF4,
    /** 8 bits a weight, and 32 for every row. */
    INT8;

    private static final long FULL = Float.BYTES;
    private static final long HALF = Short.BYTES;

    /** How many bytes a matrix takes. */
    public long bytes(long rows, long columns) {
        long weights = Math.multiplyExact(rows, columns);
        return switch (this) {
            case FP32 -> weights * FULL;
            case BF16 -> weights * HALF;
            case NF4 -> weights / 2 + weights / Nf4.BLOCK * FULL;
            case INT8 -> weights + rows * FULL;
        };
    }
}
