package dev.millrace.model.family;

/**
 * What a block is made of.
 *
 * @param gated whether the feed-forward part multiplies its activation with a second projection
 * @param inputBias whether queries, keys and values have biases
 * @param outputBias whether attention's output projection has one
 * @param feedBias whether the feed-forward projections have them
 * @param headNorms whether queries and keys are normed head by head
 * @param postNorms whether both parts' results are normed before they are added
 */
public record BlockLayout(
        Norm norm,
        Activation activation,
        boolean gated,
        boolean inputBias,
        boolean outputBias,
        boolean feedBias,
        boolean headNorms,
        boolean postNorms) {

    /** RMSNorm, SwiGLU and no biases. */
    public static final BlockLayout PLAIN =
            new BlockLayout(Norm.RMS, Activation.SILU, true, false, false, false, false, false);

    /** The same with the optional biases that a configuration asks for. */
    public BlockLayout withBiases(boolean attention, boolean feed) {
        return new BlockLayout(
                norm,
                activation,
                gated,
                inputBias || attention,
                outputBias || attention,
                feedBias || feed,
                headNorms,
                postNorms);
    }

    BlockLayout withInputBias() {
        return new BlockLayout(norm, activation, gated, true, outputBias, feedBias, headNorms, postNorms);
    }

    BlockLayout withHeadNorms() {
        return new BlockLayout(norm, activation, gated, inputBias, outputBias, feedBias, true, postNorms);
    }
}
