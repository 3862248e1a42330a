package dev.millrace.launcher.export;

import dev.millrace.gguf.TensorFormat;

/** How the weights of a GGUF file are stored. */
public enum WeightType {
    F32(TensorFormat.F32),
    F16(TensorFormat.F16),
    BF16(TensorFormat.BF16),
    Q8_0(TensorFormat.Q8_0),
    Q4_0(TensorFormat.Q4_0);

    private final TensorFormat format;

    WeightType(TensorFormat format) {
        this.format = format;
    }

    TensorFormat format() {
        return format;
    }
}
