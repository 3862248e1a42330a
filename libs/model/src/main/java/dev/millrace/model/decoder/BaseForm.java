package dev.millrace.model.decoder;

/**
 * How a base that is not trained lies in memory. Norms and biases are few and stay as they are.
 *
 * @param linear the linear layers of the blocks
 * @param tables all other matrices: embeddings, positions, the output layer; 16 or 32 bits
 */
public record BaseForm(WeightForm linear, WeightForm tables) {
    /** As it was loaded. */
    public static final BaseForm WHOLE = new BaseForm(WeightForm.FP32, WeightForm.FP32);

    public BaseForm {
        if (tables == WeightForm.NF4 || tables == WeightForm.INT8) {
            throw new IllegalArgumentException("tables are not stored as " + tables);
        }
    }

    /** What loses nothing that activations of this precision could tell. */
    public static BaseForm of(Precision precision) {
        return precision == Precision.BF16 ? new BaseForm(WeightForm.BF16, WeightForm.BF16) : WHOLE;
    }

    /** The same with linear layers of another form. */
    public BaseForm withLinear(WeightForm other) {
        return new BaseForm(other, tables);
    }
}
