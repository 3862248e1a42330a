package dev.millrace.model;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a Llama-family decoder: RMSNorm, rotary positions, grouped-query attention, SwiGLU, no biases.
 *
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

    /** Far above every decoder that fits a process; a size beyond it is a damaged or hostile file. */
    private static final int LARGEST = 1 << 24;

    public DecoderConfig {
        endTokens = List.copyOf(endTokens);
        require("vocab_size", vocabulary);
        require("hidden_size", width);
        require("intermediate_size", feedForward);
        require("num_hidden_layers", layers);
        require("num_attention_heads", heads);
        require("num_key_value_heads", keyValueHeads);
        require("head_dim", headWidth);
        require("max_position_embeddings", maxPositions);
        if (heads % keyValueHeads != 0) {
            throw unsupported("num_key_value_heads does not divide num_attention_heads");
        }
        if (headWidth % 2 != 0) {
            throw unsupported("head_dim is odd");
        }
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw unsupported("rms_norm_eps is not between 0 and 1");
        }
        if (!(rope.theta() > 1 && Double.isFinite(rope.theta()))) {
            throw unsupported("rope_theta is not a number above 1");
        }
    }

    private static void require(String name, int value) {
        if (value < 1 || value > LARGEST) {
            throw unsupported(name + " is out of range");
        }
    }

    static MillraceException unsupported(String what) {
        return new MillraceException(
                ErrorCode.MODEL_CONFIG_UNSUPPORTED, "The model's configuration is refused: " + what + ".");
    }

    /** Number of trained weights. */
    public long parameterCount() {
        long attention = (long) width * headWidth * (2L * heads + 2L * keyValueHeads);
        long block = attention + 3L * width * feedForward + 2L * width;
        long embeddings = (long) vocabulary * width * (tiedEmbeddings ? 1 : 2);
        return layers * block + embeddings + width;
    }

    /** The same model for another vocabulary's end tokens. */
    public DecoderConfig withTokens(@Nullable Integer begin, List<Integer> end) {
        return new DecoderConfig(
                vocabulary,
                width,
                feedForward,
                layers,
                heads,
                keyValueHeads,
                headWidth,
                maxPositions,
                normEpsilon,
                rope,
                tiedEmbeddings,
                initializerRange,
                begin,
                end);
    }
}
