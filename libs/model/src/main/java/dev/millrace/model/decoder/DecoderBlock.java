package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import java.util.List;

/**
 * One layer: x + attention(norm(x)), then the same with the feed-forward part. Attention is grouped-query (Ainslie et
 * al., 2023) with rotary positions, the feed-forward part SwiGLU (Shazeer, 2020), norms RMSNorm (Zhang and Sennrich,
 * 2019).
 *
 * <p>N tokens, D width, K key-value heads, W head width, P positions of a cache.
 */
final class DecoderBlock {
    private final Kernels kernels;
    private final DecoderConfig config;
    private final List<NDArray> weights;

    DecoderBlock(Kernels kernels, DecoderConfig config, List<NDArray> weights) {
        this.kernels = kernels;
        this.config = config;
        this.weights = weights;
    }

    /** Output [N, D] of hidden vectors x [N, D]. */
    NDArray output(StepScope scope, NDArray x, BlockInputs inputs) {
        return kernels.one(
                scope,
                "block_output",
                x,
                weights,
                inputs.cosine(),
                inputs.sine(),
                inputs.cuts(),
                inputs.uniform(),
                config.heads(),
                config.keyValueHeads(),
                config.normEpsilon());
    }

    /** Output [N, D] first, then what {@link #backward} needs. */
    List<NDArray> forward(StepScope scope, NDArray x, BlockInputs inputs) {
        return kernels.many(
                scope,
                "block_forward",
                x,
                weights,
                inputs.cosine(),
                inputs.sine(),
                inputs.cuts(),
                inputs.uniform(),
                config.heads(),
                config.keyValueHeads(),
                config.normEpsilon());
    }

    /** Gradient of x [N, D] from that of the output [N, D]; weight gradients are added, or overwritten when {@code keep} is 0. */
    NDArray backward(
            StepScope scope,
            NDArray gradient,
            List<NDArray> saved,
            List<NDArray> gradients,
            BlockInputs inputs,
            int keep) {
        return kernels.one(
                scope,
                "block_backward",
                gradient,
                saved,
                weights,
                gradients,
                inputs.cosine(),
                inputs.sine(),
                inputs.cuts(),
                inputs.uniform(),
                keep);
    }

    /** Output [N, D] of tokens that follow {@code start} others whose keys and values lie in the cache, each [K, P, W]. */
    NDArray cached(StepScope scope, NDArray x, NDArray keys, NDArray values, RotaryTable.Angles angles, int start) {
        return kernels.one(
                scope,
                "block_cached",
                x,
                weights,
                keys,
                values,
                angles.cosine(),
                angles.sine(),
                start,
                config.heads(),
                config.keyValueHeads(),
                config.normEpsilon());
    }
}
