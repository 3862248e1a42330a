package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;

/** Looks hidden vectors up. N tokens, D width, V vocabulary. */
final class TokenEmbedding {
    private final Kernels kernels;
    private final NDArray table;

    TokenEmbedding(Kernels kernels, NDArray table) {
        this.kernels = kernels;
        this.table = table;
    }

    /** Vectors [N, D] of token ids [N]. */
    NDArray forward(StepScope scope, NDArray ids, Precision precision) {
        return kernels.one(scope, "embed", table, ids, precision.code());
    }

    /** Adds the gradient [N, D] of the vectors to that of the table [V, D]; overwrites it when {@code keep} is 0. */
    void backward(NDArray gradient, NDArray ids, NDArray tableGradient, int keep) {
        kernels.act("embed_backward", gradient, ids, tableGradient, keep);
    }
}
