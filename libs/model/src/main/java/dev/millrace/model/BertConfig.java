package dev.millrace.model;

import dev.millrace.model.family.Activation;
import java.util.List;

/**
 * The shape of a BERT.
 *
 * @param vocabulary number of token ids
 * @param width length of a hidden vector
 * @param feedForward inner length of the feed-forward part
 * @param maxPositions longest text in tokens
 * @param kinds rows of the table of kinds of text, the first of which is used
 * @param initializerRange standard deviation of fresh weights
 * @param labels names of the classes it tells apart; empty when it does not
 */
public record BertConfig(
        int vocabulary,
        int width,
        int feedForward,
        int layers,
        int heads,
        int maxPositions,
        int kinds,
        Activation activation,
        double normEpsilon,
        double initializerRange,
        List<String> labels) {
    public BertConfig {
        labels = List.copyOf(labels);
        DecoderConfig.require("vocab_size", vocabulary);
        DecoderConfig.require("hidden_size", width);
        DecoderConfig.require("intermediate_size", feedForward);
        DecoderConfig.require("num_hidden_layers", layers);
        DecoderConfig.require("num_attention_heads", heads);
        DecoderConfig.require("max_position_embeddings", maxPositions);
        DecoderConfig.require("type_vocab_size", kinds);
        if (layers > DecoderConfig.MOST_LAYERS) {
            throw DecoderConfig.unsupported("num_hidden_layers is out of range");
        }
        DecoderConfigJson.headWidth(width, heads);
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw DecoderConfig.unsupported("layer_norm_eps is not between 0 and 1");
        }
    }

    /** The same model with other classes. */
    public BertConfig withLabels(List<String> classes) {
        return new BertConfig(
                vocabulary,
                width,
                feedForward,
                layers,
                heads,
                maxPositions,
                kinds,
                activation,
                normEpsilon,
                initializerRange,
                classes);
    }
}
