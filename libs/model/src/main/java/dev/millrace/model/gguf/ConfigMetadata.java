package dev.millrace.model.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufValue;
import dev.millrace.model.AttentionSettings;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.family.Family;
import dev.millrace.model.family.Norm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A decoder's configuration as the metadata that llama.cpp computes it from. What it would compute otherwise is refused by name. */
final class ConfigMetadata {
    private static final int GEMMA_PATTERN = 6;
    /** llama.cpp gives a Gemma 3 of so many layers another scale of attention. */
    private static final int LARGEST_GEMMA = 62;

    private static final double NEGLIGIBLE = 1e-6;

    private final DecoderConfig config;
    private final GgufFamily family;
    private final Map<String, GgufValue> metadata = new LinkedHashMap<>();

    private ConfigMetadata(DecoderConfig config, GgufFamily family) {
        this.config = config;
        this.family = family;
    }

    /** @throws MillraceException MODEL_CONFIG_UNSUPPORTED */
    static Map<String, GgufValue> of(DecoderConfig config, GgufFamily family) {
        ConfigMetadata writer = new ConfigMetadata(config, family);
        writer.requireKnown();
        writer.sizes();
        writer.attention();
        return writer.metadata;
    }

    /**
     * The longest context in which llama.cpp computes what the model does: where it knows no windows, a text must fit into
     * one.
     */
    static int context(DecoderConfig config) {
        AttentionSettings attention = config.attention();
        boolean slides = IntStream.range(0, config.layers()).anyMatch(attention::slides);
        return slides && config.family() != Family.GEMMA3
                ? Math.min(config.maxPositions(), attention.window())
                : config.maxPositions();
    }

    private void requireKnown() {
        boolean inputs = config.family() == Family.QWEN2 || config.family() == Family.GPT2;
        if (config.layout().inputBias() && !inputs) {
            throw refused("attention_bias is true");
        }
        if (config.layout().feedBias() && config.family() != Family.GPT2) {
            throw refused("mlp_bias is true");
        }
        boolean square = config.heads() * config.headWidth() == config.width();
        if (!square && (config.family() == Family.QWEN2 || config.family() == Family.PHI3)) {
            throw refused("head_dim times num_attention_heads is not hidden_size");
        }
        if (config.rope().partial() != 1 && config.family() != Family.PHI3) {
            throw refused("partial_rotary_factor is not 1");
        }
        if (config.family() == Family.GEMMA3) {
            requireUsualGemma();
        }
    }

    private void requireUsualGemma() {
        AttentionSettings attention = config.attention();
        int width = config.layers() == LARGEST_GEMMA ? config.width() / config.heads() : config.headWidth();
        if (Math.abs(attention.scale() * Math.sqrt(width) - 1) > NEGLIGIBLE) {
            throw refused("query_pre_attn_scalar is not " + width);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            if (attention.slides(layer) == (layer % GEMMA_PATTERN == GEMMA_PATTERN - 1)) {
                throw refused("layer_types has other than every sixth layer see the whole text");
            }
        }
    }

    private void sizes() {
        put("vocab_size", config.vocabulary());
        put("context_length", context(config));
        put("embedding_length", config.width());
        put("block_count", config.layers());
        put("feed_forward_length", config.feedForward());
        put("attention.head_count", config.heads());
        put("attention.head_count_kv", config.keyValueHeads());
        String epsilon = config.layout().norm() == Norm.LAYER ? "layer_norm_epsilon" : "layer_norm_rms_epsilon";
        metadata.put(key("attention." + epsilon), GgufValue.f32(config.normEpsilon()));
    }

    private void attention() {
        if (config.family().learnedPositions()) {
            return;
        }
        put("attention.key_length", config.headWidth());
        put("attention.value_length", config.headWidth());
        RotaryMetadata.of(config, family).entries().forEach((name, value) -> metadata.put(key(name), value));
        if (config.family() == Family.GEMMA3) {
            put("attention.sliding_window", config.attention().window());
            metadata.put(
                    key("rope.freq_base_swa"),
                    GgufValue.f32(config.attention().slidingRope().theta()));
        }
    }

    private void put(String name, int value) {
        metadata.put(key(name), GgufValue.u32(value));
    }

    private String key(String name) {
        return family.architecture() + "." + name;
    }

    static MillraceException refused(String what) {
        return new MillraceException(
                ErrorCode.MODEL_CONFIG_UNSUPPORTED, "A GGUF file cannot tell of the model: " + what + ".");
    }
}
