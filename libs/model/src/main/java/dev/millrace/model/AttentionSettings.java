package dev.millrace.model;

import java.util.List;

/**
 * What decoders differ in between one layer's attention and another's.
 *
 * @param scale factor of the products of queries and keys
 * @param window how many tokens, itself included, a token of a sliding layer sees; 0 when no layer slides
 * @param sliding for each layer whether it slides; empty when none does
 * @param rope angles of the layers that do not slide
 * @param slidingRope angles of those that do
 */
public record AttentionSettings(
        double scale, int window, List<Boolean> sliding, RopeSettings rope, RopeSettings slidingRope) {
    public AttentionSettings {
        sliding = List.copyOf(sliding);
        if (!(scale > 0 && Double.isFinite(scale))) {
            throw DecoderConfig.unsupported("query_pre_attn_scalar is not a positive number");
        }
        if (window < 0) {
            throw DecoderConfig.unsupported("sliding_window is negative");
        }
    }

    /** Every layer sees the whole text. */
    public static AttentionSettings full(int headWidth, RopeSettings rope) {
        return new AttentionSettings(usualScale(headWidth), 0, List.of(), rope, rope);
    }

    static double usualScale(int headWidth) {
        return 1 / Math.sqrt(headWidth);
    }

    /** Whether a layer slides. */
    public boolean slides(int layer) {
        return window > 0 && !sliding.isEmpty() && sliding.get(layer);
    }

    /** The window of a layer, 0 for none. */
    public int window(int layer) {
        return slides(layer) ? window : 0;
    }
}
