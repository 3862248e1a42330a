package dev.millrace.model;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.family.BlockLayout;
import dev.millrace.model.family.Family;
import dev.millrace.model.family.Norm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a decoder.
 *
 * @param layout what its blocks are made of
 * @param vocabulary number of token ids
 * @param width length of a hidden vector
 * @param feedForward inner length of the feed-forward part
 * @param keyValueHeads heads of keys and values; divides {@code heads}
 * @param headWidth length of one head's vectors, even
 * @param maxPositions longest context in tokens
 * @param tiedEmbeddings whether the output layer is the embedding table
 * @param initializerRange standard deviation of fresh weights
 * @param endTokens ids that end a text, possibly none
 */
public record DecoderConfig(
        Family family,
        BlockLayout layout,
        int vocabulary,
        int width,
        int feedForward,
        int layers,
        int heads,
        int keyValueHeads,
        int headWidth,
        int maxPositions,
        double normEpsilon,
        AttentionSettings attention,
        boolean tiedEmbeddings,
        double initializerRange,
        @Nullable Integer beginToken,
        List<Integer> endTokens) {

    /** Far above every decoder that fits a process; a size beyond it is a damaged or hostile file. */
    private static final int LARGEST = 1 << 24;

    /** Far above every decoder there is. */
    static final int MOST_LAYERS = 10_000;

    public DecoderConfig {
        endTokens = List.copyOf(endTokens);
        require("vocab_size", vocabulary);
        require("hidden_size", width);
        require("intermediate_size", feedForward);
        require("num_hidden_layers", layers);
        if (layers > MOST_LAYERS) {
            throw unsupported("num_hidden_layers is out of range");
        }
        require("num_attention_heads", heads);
        require("num_key_value_heads", keyValueHeads);
        require("head_dim", headWidth);
        require("max_position_embeddings", maxPositions);
        if (heads % keyValueHeads != 0) {
            throw unsupported("num_key_value_heads does not divide num_attention_heads");
        }
        if (headWidth % 2 != 0 || attention.rope().width(headWidth) % 2 != 0) {
            throw unsupported("head_dim, or the part of it that is turned, is odd");
        }
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw unsupported(family.keys().epsilon() + " is not between 0 and 1");
        }
        if (!attention.sliding().isEmpty() && attention.sliding().size() != layers) {
            throw unsupported("layer_types has another length than num_hidden_layers");
        }
    }

    /** A Llama. */
    public DecoderConfig(
            int vocabulary,
            int width,
            int feedForward,
            int layers,
            int heads,
            int keyValueHeads,
            int headWidth,
            int maxPositions,
            double normEpsilon,
            RopeSettings rope,
            boolean tiedEmbeddings,
            double initializerRange,
            @Nullable Integer beginToken,
            List<Integer> endTokens) {
        this(
                Family.LLAMA,
                BlockLayout.PLAIN,
                vocabulary,
                width,
                feedForward,
                layers,
                heads,
                keyValueHeads,
                headWidth,
                maxPositions,
                normEpsilon,
                AttentionSettings.full(headWidth, rope),
                tiedEmbeddings,
                initializerRange,
                beginToken,
                endTokens);
    }

    static void require(String name, int value) {
        if (value < 1 || value > LARGEST) {
            throw unsupported(name + " is out of range");
        }
    }

    static MillraceException unsupported(String what) {
        return new MillraceException(
                ErrorCode.MODEL_CONFIG_UNSUPPORTED, "The model's configuration is refused: " + what + ".");
    }

    /** Rotary settings of the layers that see the whole text. */
    public RopeSettings rope() {
        return attention.rope();
    }

    /** Factor of the embeddings. */
    public double embeddingScale() {
        return family.scaledEmbeddings() ? (float) Math.sqrt(width) : 1;
    }

    /** Number of trained weights. */
    public long parameterCount() {
        long embeddings = (long) vocabulary * width * (tiedEmbeddings ? 1 : 2);
        long positions = family.learnedPositions() ? (long) maxPositions * width : 0;
        return layers * blockParameters() + embeddings + positions + norm();
    }

    private long blockParameters() {
        long inputs = (long) headWidth * (heads + 2L * keyValueHeads);
        long inner = (layout.gated() ? 2L : 1L) * feedForward;
        long matrices = width * (inputs + (long) headWidth * heads + inner + feedForward);
        long biases = (layout.inputBias() ? inputs : 0)
                + (layout.outputBias() ? width : 0)
                + (layout.feedBias() ? inner + width : 0);
        long norms = (layout.postNorms() ? 4L : 2L) * norm() + (layout.headNorms() ? 2L * headWidth : 0);
        return matrices + biases + norms;
    }

    private long norm() {
        return layout.norm() == Norm.LAYER ? 2L * width : width;
    }

    /** The same model for another vocabulary's end tokens. */
    public DecoderConfig withTokens(@Nullable Integer begin, List<Integer> end) {
        return new DecoderConfig(
                family,
                layout,
                vocabulary,
                width,
                feedForward,
                layers,
                heads,
                keyValueHeads,
                headWidth,
                maxPositions,
                normEpsilon,
                attention,
                tiedEmbeddings,
                initializerRange,
                begin,
                end);
    }
}
