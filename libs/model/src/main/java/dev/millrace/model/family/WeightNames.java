package dev.millrace.model.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Hugging Face calls a family's modules; a weight is a module's name with {@code .weight} behind it.
 *
 * @param base what the names of all but the output layer begin with; files of the bare decoder leave it out
 * @param block the number of the layer comes behind it
 * @param inputs one module, or queries, keys and values apart
 * @param gateUp one module, or gate and up apart
 * @param positions table of learned positions, null for rotary ones
 * @param transposed whether a block's matrices are stored as inputs by outputs
 */
public record WeightNames(
        String base,
        String block,
        String inputNorm,
        List<String> inputs,
        String output,
        String feedNorm,
        List<String> gateUp,
        String down,
        String postAttentionNorm,
        String postFeedNorm,
        String finalNorm,
        String embedding,
        @Nullable String positions,
        boolean transposed) {
    private static final String QUERY = "self_attn.q_proj";
    private static final String KEY = "self_attn.k_proj";
    private static final String VALUE = "self_attn.v_proj";
    private static final String POST_ATTENTION = "post_attention_layernorm";

    /** The output layer of models whose embeddings are not tied. */
    public static final String HEAD = "lm_head";

    public static final String QUERY_NORM = "self_attn.q_norm";
    public static final String KEY_NORM = "self_attn.k_norm";

    static final WeightNames SPLIT = llama(List.of(QUERY, KEY, VALUE), List.of("mlp.gate_proj", "mlp.up_proj"));
    static final WeightNames FUSED = llama(List.of("self_attn.qkv_proj"), List.of("mlp.gate_up_proj"));
    static final WeightNames GEMMA = new WeightNames(
            "model.",
            "layers.",
            "input_layernorm",
            SPLIT.inputs,
            "self_attn.o_proj",
            "pre_feedforward_layernorm",
            SPLIT.gateUp,
            "mlp.down_proj",
            POST_ATTENTION,
            "post_feedforward_layernorm",
            "norm",
            "embed_tokens",
            null,
            false);
    static final WeightNames GPT = new WeightNames(
            "transformer.",
            "h.",
            "ln_1",
            List.of("attn.c_attn"),
            "attn.c_proj",
            "ln_2",
            List.of("mlp.c_fc"),
            "mlp.c_proj",
            "",
            "",
            "ln_f",
            "wte",
            "wpe",
            true);

    private static WeightNames llama(List<String> inputs, List<String> gateUp) {
        return new WeightNames(
                "model.",
                "layers.",
                "input_layernorm",
                inputs,
                "self_attn.o_proj",
                POST_ATTENTION,
                gateUp,
                "mlp.down_proj",
                "",
                "",
                "norm",
                "embed_tokens",
                null,
                false);
    }
}
