package dev.millrace.model.decoder;

import dev.millrace.model.AttentionSettings;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.RotaryTable.Angles;
import dev.millrace.model.engine.StepScope;

/** The angles of both kinds of layers, which are one when the settings are. */
final class RotaryTables {
    private final boolean learned;
    private final RotaryTable full;
    private final RotaryTable sliding;

    RotaryTables(DecoderConfig config) {
        AttentionSettings attention = config.attention();
        learned = config.family().learnedPositions();
        full = new RotaryTable(attention.rope(), config.headWidth());
        sliding = attention.rope().equals(attention.slidingRope())
                ? full
                : new RotaryTable(attention.slidingRope(), config.headWidth());
    }

    /** @param lengths for each token, how long its text is [N] */
    BlockInputs inputs(StepScope scope, int[] positions, int[] lengths, long[] cuts, int uniform) {
        if (learned) {
            Angles none = new Angles(scope.zeros(0), scope.zeros(0));
            return new BlockInputs(none, none, cuts, uniform);
        }
        Angles angles = full.angles(scope, positions, lengths);
        return new BlockInputs(
                angles, sliding == full ? angles : sliding.angles(scope, positions, lengths), cuts, uniform);
    }
}
