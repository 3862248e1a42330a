package dev.millrace.model;

import dev.millrace.model.family.Activation;
import java.util.List;

/**
 * The shape of a T5.
 *
 * @param vocabulary number of token ids
 * @param width length of a hidden vector
 * @param headWidth length of one head's vectors; heads together need not be as wide as a hidden vector
 * @param feedForward inner length of the feed-forward part
 * @param layers of the encoder
 * @param answerLayers of the decoder
 * @param buckets rows of the tables of distances
 * @param farthest distance from which on all distances are one
 * @param gated whether the feed-forward part multiplies its activation with a second projection
 * @param scaled whether hidden vectors are divided by the root of the width before the output layer
 * @param startToken with which every answer begins
 * @param endTokens ids that end an answer
 */
public record T5Config(
        int vocabulary,
        int width,
        int headWidth,
        int feedForward,
        int layers,
        int answerLayers,
        int heads,
        int buckets,
        int farthest,
        Activation activation,
        boolean gated,
        double normEpsilon,
        boolean scaled,
        int startToken,
        List<Integer> endTokens) {
    public T5Config {
        endTokens = List.copyOf(endTokens);
        DecoderConfig.require("vocab_size", vocabulary);
        DecoderConfig.require("d_model", width);
        DecoderConfig.require("d_kv", headWidth);
        DecoderConfig.require("d_ff", feedForward);
        requireLayers("num_layers", layers);
        requireLayers("num_decoder_layers", answerLayers);
        DecoderConfig.require("num_heads", heads);
        DecoderConfig.require("relative_attention_num_buckets", buckets);
        DecoderConfig.require("relative_attention_max_distance", farthest);
        if (buckets < 4 || buckets % 4 != 0 || farthest <= buckets / 2) {
            throw DecoderConfig.unsupported(
                    "relative_attention_num_buckets or relative_attention_max_distance is out of range");
        }
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw DecoderConfig.unsupported("layer_norm_epsilon is not between 0 and 1");
        }
        if (startToken < 0 || startToken >= vocabulary) {
            throw DecoderConfig.unsupported("decoder_start_token_id is no token of the vocabulary");
        }
    }

    private static void requireLayers(String name, int layers) {
        DecoderConfig.require(name, layers);
        if (layers > DecoderConfig.MOST_LAYERS) {
            throw DecoderConfig.unsupported(name + " is out of range");
        }
    }
}
