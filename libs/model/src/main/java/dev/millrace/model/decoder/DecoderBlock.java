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
    /** Where the kernels' numbers have the share that is dropped. */
    private static final int DROPOUT = 2;

    private final Kernels kernels;
    private final List<NDArray> weights;
    private final boolean slides;
    private final long[] shape;
    private final double[] trained;
    private final double[] asked;

    /** @param weights by {@link Slot}, then those of the adapters */
    DecoderBlock(Kernels kernels, DecoderConfig config, List<NDArray> weights, BlockAdapters adapters, int layer) {
        this.kernels = kernels;
        this.weights = weights;
        this.slides = config.attention().slides(layer);
        this.shape = adapters.shape(
                config.heads(),
                config.keyValueHeads(),
                config.attention().window(layer),
                config.layout().norm().code(),
                config.layout().activation().code(),
                config.layout().gated() ? 1 : 0);
        double scale = config.attention().scale();
        this.trained = adapters.numbers(config.normEpsilon(), scale, true);
        this.asked = adapters.numbers(config.normEpsilon(), scale, false);
    }

    /** Output [N, D] of hidden vectors x [N, D]. */
    NDArray output(StepScope scope, NDArray x, BlockInputs inputs) {
        return output(scope, x, inputs, asked);
    }

    /** The same as {@link #forward} has it, when what it drops is to be drawn. */
    NDArray trainedOutput(StepScope scope, NDArray x, BlockInputs inputs) {
        return output(scope, x, inputs, trained);
    }

    /** Whether a forward pass in training draws random numbers. */
    boolean draws() {
        return trained[DROPOUT] > 0;
    }

    private NDArray output(StepScope scope, NDArray x, BlockInputs inputs, double[] numbers) {
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
                numbers);
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
                trained);
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
                trained,
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
                asked);
    }
}
