package dev.millrace.model.family;

import java.util.Set;

/**
 * What a family calls the entries of {@code config.json} and what it takes for granted when they are absent.
 *
 * @param activation entry that names the activation
 * @param usualActivation its value when it is absent
 * @param window how a window is asked for
 * @param headWidth width of a head when none is given; 0 for width / heads
 * @param tied whether embeddings are tied when nothing is said
 * @param own further entries that are understood
 */
public record ConfigKeys(
        String width,
        String layers,
        String heads,
        String positions,
        String feedForward,
        String epsilon,
        String activation,
        String usualActivation,
        Window window,
        int headWidth,
        boolean tied,
        Set<String> own) {

    /** How a family decides which layers look only so far back. */
    public enum Window {
        /** No layer does. */
        NONE,
        /** All layers do when {@code sliding_window} is set. */
        ALL,
        /** All layers do, over 4,096 tokens when {@code sliding_window} is absent; null switches it off. */
        USUALLY_ALL,
        /** Layers from {@code max_window_layers} on do, when {@code use_sliding_window} is true. */
        UPPER,
        /** All but every sixth layer do. */
        INTERLEAVED
    }

    static ConfigKeys usual(Window window, int headWidth, boolean tied, String... own) {
        return new ConfigKeys(
                "hidden_size",
                "num_hidden_layers",
                "num_attention_heads",
                "max_position_embeddings",
                "intermediate_size",
                "rms_norm_eps",
                "hidden_act",
                "silu",
                window,
                headWidth,
                tied,
                Set.of(own));
    }

    static ConfigKeys gemma() {
        return new ConfigKeys(
                "hidden_size",
                "num_hidden_layers",
                "num_attention_heads",
                "max_position_embeddings",
                "intermediate_size",
                "rms_norm_eps",
                "hidden_activation",
                "gelu_pytorch_tanh",
                Window.INTERLEAVED,
                256,
                true,
                Set.of(
                        "attention_bias",
                        "query_pre_attn_scalar",
                        "rope_local_base_freq",
                        "sliding_window_pattern",
                        "_sliding_window_pattern",
                        "cache_implementation",
                        "hidden_act"));
    }

    static ConfigKeys gpt() {
        return new ConfigKeys(
                "n_embd",
                "n_layer",
                "n_head",
                "n_positions",
                "n_inner",
                "layer_norm_epsilon",
                "activation_function",
                "gelu_new",
                Window.NONE,
                0,
                true,
                Set.of(
                        "n_ctx",
                        "summary_type",
                        "summary_use_proj",
                        "summary_activation",
                        "summary_proj_to_labels",
                        "summary_first_dropout",
                        "scale_attn_weights",
                        "attn_pdrop"));
    }
}
