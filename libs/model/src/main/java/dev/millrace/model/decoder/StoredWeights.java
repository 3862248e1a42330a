package dev.millrace.model.decoder;

/** In which form a model that only answers keeps its matrices, and computes. */
public enum StoredWeights {
    /** 32 bits. */
    FP32(Precision.FP32),
    /** 16 bits, of use where the processor multiplies them itself. */
    BF16(Precision.BF16),
    /** 8 bits with a scale for every row; what is computed has 16. */
    INT8(Precision.BF16);

    private final Precision activations;

    StoredWeights(Precision activations) {
        this.activations = activations;
    }

    Precision activations() {
        return activations;
    }
}
