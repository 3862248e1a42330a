package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Refuses, by name, every entry that asks for mathematics the decoder does not have. */
final class UnsupportedMathematics {
    private static final Set<String> FAMILIES = Set.of("llama", "mistral");
    private static final List<String> BIASES = List.of("attention_bias", "mlp_bias", "qkv_bias", "use_bias", "bias");
    /** Entries that change what is computed; absent or null is the only value that is supported. */
    private static final List<String> FOREIGN = List.of(
            "sliding_window",
            "num_experts",
            "num_local_experts",
            "n_routed_experts",
            "quantization_config",
            "final_logit_softcapping",
            "attn_logit_softcapping",
            "query_pre_attn_scalar",
            "embedding_multiplier",
            "residual_multiplier",
            "attention_multiplier",
            "logits_scaling",
            "no_rope_layers",
            "kv_lora_rank");

    private UnsupportedMathematics() {}

    static void refuse(JsonNode config) {
        String family = config.path("model_type").asText("missing");
        if (!FAMILIES.contains(family)) {
            throw DecoderConfig.unsupported(
                    "model_type is " + family.replaceAll("[^A-Za-z0-9_.-]", "?") + ", known are llama and mistral");
        }
        if (!config.path("hidden_act").asText("silu").equals("silu")) {
            throw DecoderConfig.unsupported("hidden_act is not silu");
        }
        if (config.path("partial_rotary_factor").asDouble(1) != 1) {
            throw DecoderConfig.unsupported("partial_rotary_factor is not 1");
        }
        for (String bias : BIASES) {
            if (config.path(bias).asBoolean(false)) {
                throw DecoderConfig.unsupported(bias + " is true");
            }
        }
        for (String foreign : FOREIGN) {
            if (config.hasNonNull(foreign)) {
                throw DecoderConfig.unsupported(foreign + " is set");
            }
        }
        for (JsonNode type : config.path("layer_types")) {
            if (!type.asText().equals("full_attention")) {
                throw DecoderConfig.unsupported("layer_types holds more than full_attention");
            }
        }
    }
}
