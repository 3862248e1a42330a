package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;

/** Looks hidden vectors up, scales them, and adds learned positions where a family has them. N tokens, D width, V vocabulary. */
final class TokenEmbedding {
    private final Kernels kernels;
    private final NDArray table;
    private final NDArray places;
    private final double scale;

    TokenEmbedding(Kernels kernels, NDArray table, NDArray places, double scale) {
        this.kernels = kernels;
        this.table = table;
        this.places = places;
        this.scale = scale;
    }

    /** Vectors [N, D] of token ids [N] at positions [N]. */
    NDArray forward(StepScope scope, NDArray ids, NDArray positions, Precision precision) {
        return kernels.one(scope, "embed", table, ids, places, positions, scale, precision.code());
    }

    /**
     * Adds the gradient [N, D] of the vectors to those of the tables [V, D] and [P, D].
     *
     * @param keep 0 overwrites the first table's gradient
     * @param keepPlaces 0 overwrites the second's
     */
    void backward(
            NDArray gradient,
            NDArray ids,
            NDArray tableGradient,
            NDArray positions,
            NDArray placesGradient,
            int keep,
            int keepPlaces) {
        kernels.act("embed_backward", gradient, ids, tableGradient, positions, placesGradient, scale, keep, keepPlaces);
    }
}
