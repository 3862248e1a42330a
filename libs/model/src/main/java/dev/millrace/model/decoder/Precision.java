package dev.millrace.model.decoder;

/** The element type of activations; weights, gradients and moments are always 32-bit. */
public enum Precision {
    FP32(6),
    BF16(15),
    /** Of short range: losses are multiplied so that gradients fit into it. */
    FP16(5);

    private final int code;

    Precision(int code) {
        this.code = code;
    }

    /** The engine's number of the element type. */
    public int code() {
        return code;
    }
}
