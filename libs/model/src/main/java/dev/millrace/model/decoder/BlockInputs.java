package dev.millrace.model.decoder;

import dev.millrace.model.decoder.RotaryTable.Angles;
import dev.millrace.model.engine.StepScope;

/** What all blocks of a pass share: the rotary angles, of layers that slide and of the others, and where segments lie. */
record BlockInputs(Angles full, Angles sliding, long[] cuts, int uniform) {

    static BlockInputs of(StepScope scope, PackedBatch batch, RotaryTables rotary) {
        int[] positions = batch.positions();
        return rotary.inputs(scope, positions, batch.lengths(), batch.cuts(), batch.uniformLength());
    }

    Angles angles(boolean slides) {
        return slides ? sliding : full;
    }
}
