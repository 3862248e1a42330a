package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.engine.StepScope;

/** What all blocks of a pass share: the rotary angles and where segments lie. */
record BlockInputs(NDArray cosine, NDArray sine, long[] cuts, int uniform) {

    static BlockInputs of(StepScope scope, PackedBatch batch, RotaryTable rotary) {
        RotaryTable.Angles angles = rotary.angles(scope, batch.positions());
        return new BlockInputs(angles.cosine(), angles.sine(), batch.cuts(), batch.uniformLength());
    }
}
