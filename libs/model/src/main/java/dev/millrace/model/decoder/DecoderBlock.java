package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.decoder.RotaryTable.Angles;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.List;

/**
 * One layer: x + attention(norm(x)), then the same with the feed-forward part; what else it has, its family's layout
 * says. Attention is grouped-query (Ainslie et al., 2023), the gated feed-forward part follows Shazeer (2020).
 *
 * <p>N tokens, D width, K key-value heads, W head width, P positions of a cache.
 */
final class DecoderBlock {
    private final Kernels kernels;
    private final List<NDArray> weights;
    private final boolean slides;
    private final long[] shape;
    private final double epsilon;
    private final double scale;

    DecoderBlock(Kernels kernels, DecoderConfig config, List<NDArray> weights, int layer) {
        this.kernels = kernels;
        this.weights = weights;
        this.slides = config.attention().slides(layer);
        this.shape = shape(config, layer);
        this.epsilon = config.normEpsilon();
        this.scale = config.attention().scale();
    }

    private static long[] shape(DecoderConfig config, int layer) {
        return new long[] {
            config.heads(),
            config.keyValueHeads(),
            config.attention().window(layer),
            config.layout().norm().code(),
            config.layout().activation().code(),
            config.layout().gated() ? 1 : 0
        };
    }

    /** Output [N, D] of hidden vectors x [N, D]. */
    NDArray output(StepScope scope, NDArray x, BlockInputs inputs) {
        Angles angles = inputs.angles(slides);
        return kernels.one(
                scope,
                "block_output",
                x,
                weights,
                angles.cosine(),
                angles.sine(),
                inputs.cuts(),
                inputs.uniform(),
                shape,
                epsilon,
                scale);
    }

    /** Output [N, D] first, then what {@link #backward} needs. */
    List<NDArray> forward(StepScope scope, NDArray x, BlockInputs inputs) {
        Angles angles = inputs.angles(slides);
        return kernels.many(
                scope,
                "block_forward",
                x,
                weights,
                angles.cosine(),
                angles.sine(),
                inputs.cuts(),
                inputs.uniform(),
                shape,
                epsilon,
                scale);
    }

    /** Gradient of x [N, D] from that of the output [N, D]; weight gradients are added, or overwritten when {@code keep} is 0. */
    NDArray backward(
            StepScope scope,
            NDArray gradient,
            List<NDArray> saved,
            List<NDArray> gradients,
            BlockInputs inputs,
            int keep) {
        Angles angles = inputs.angles(slides);
        return kernels.one(
                scope,
                "block_backward",
                gradient,
                saved,
                weights,
                gradients,
                angles.cosine(),
                angles.sine(),
                inputs.cuts(),
                inputs.uniform(),
                shape,
                scale,
                keep);
    }

    /**
     * Output [N, D] of tokens that follow others whose keys and values lie in caches, each [K, P, W].
     *
     * @param keys one tensor per segment, as are values
     * @param starts how many tokens of each segment lie in its cache
     */
    NDArray cached(
            StepScope scope, NDArray x, List<NDArray> keys, List<NDArray> values, BlockInputs inputs, long[] starts) {
        Angles angles = inputs.angles(slides);
        return kernels.one(
                scope,
                "block_cached",
                x,
                weights,
                keys,
                values,
                angles.cosine(),
                angles.sine(),
                inputs.cuts(),
                starts,
                shape,
                epsilon,
                scale);
    }
}
