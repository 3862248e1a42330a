package dev.millrace.model.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufMetadata;
import dev.millrace.model.family.Family;
import dev.millrace.model.family.WeightNames;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One architecture as GGUF writes it: how its tensors are called and what was done to them.
 *
 * @param architecture the value of {@code general.architecture}
 * @param modelType the {@code model_type} of Hugging Face
 * @param rotaryInterleaved whether the rows of query and key lie with the two halves of each rotated pair side by side
 * @param normsAddOne whether norm weights hold the 1 that the model adds
 * @param blockNames names within a block, GGUF's to Hugging Face's
 */
record GgufFamily(
        String architecture,
        String modelType,
        boolean rotaryInterleaved,
        boolean normsAddOne,
        Map<String, String> blockNames) {
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,5})\\.([a-z_]+)\\.(weight|bias)");
    private static final Map<String, String> OUTER = Map.of(
            "token_embd.weight", "model.embed_tokens.weight",
            "output_norm.weight", "model.norm.weight",
            "output.weight", "lm_head.weight");

    private static final Map<String, String> COMMON = Map.of(
            "attn_norm", "input_layernorm",
            "attn_q", "self_attn.q_proj",
            "attn_k", "self_attn.k_proj",
            "attn_v", "self_attn.v_proj",
            "attn_output", "self_attn.o_proj",
            "ffn_gate", "mlp.gate_proj",
            "ffn_up", "mlp.up_proj",
            "ffn_down", "mlp.down_proj");
    private static final Map<String, String> PLAIN = with(COMMON, Map.of("ffn_norm", "post_attention_layernorm"));
    private static final Map<String, String> HEAD_NORMS =
            Map.of("attn_q_norm", "self_attn.q_norm", "attn_k_norm", "self_attn.k_norm");

    static final GgufFamily LLAMA = new GgufFamily("llama", "llama", true, false, PLAIN);
    static final GgufFamily QWEN2 = new GgufFamily("qwen2", "qwen2", false, false, PLAIN);
    static final GgufFamily QWEN3 = new GgufFamily("qwen3", "qwen3", false, false, with(PLAIN, HEAD_NORMS));
    static final GgufFamily GEMMA3 = new GgufFamily(
            "gemma3",
            "gemma3_text",
            false,
            true,
            with(
                    with(COMMON, HEAD_NORMS),
                    Map.of(
                            "post_attention_norm", "post_attention_layernorm",
                            "ffn_norm", "pre_feedforward_layernorm",
                            "post_ffw_norm", "post_feedforward_layernorm")));

    static final GgufFamily PHI3 = new GgufFamily(
            "phi3",
            "phi3",
            false,
            false,
            Map.of(
                    "attn_norm", "input_layernorm",
                    "attn_qkv", "self_attn.qkv_proj",
                    "attn_output", "self_attn.o_proj",
                    "ffn_norm", "post_attention_layernorm",
                    "ffn_up", "mlp.gate_up_proj",
                    "ffn_down", "mlp.down_proj"));
    static final GgufFamily GPT2 = new GgufFamily(
            "gpt2",
            "gpt2",
            false,
            false,
            Map.of(
                    "attn_norm", "ln_1",
                    "attn_qkv", "attn.c_attn",
                    "attn_output", "attn.c_proj",
                    "ffn_norm", "ln_2",
                    "ffn_up", "mlp.c_fc",
                    "ffn_down", "mlp.c_proj"));

    /** Those that are read; the others are written only. */
    private static final Map<String, GgufFamily> ALL = Map.of(
            LLAMA.architecture, LLAMA,
            QWEN2.architecture, QWEN2,
            QWEN3.architecture, QWEN3,
            GEMMA3.architecture, GEMMA3);

    /** @throws MillraceException MODEL_CONFIG_UNSUPPORTED naming the architecture */
    static GgufFamily of(GgufMetadata metadata) {
        String architecture = metadata.text("general.architecture").orElse("missing");
        GgufFamily family = ALL.get(architecture);
        if (family == null) {
            throw new MillraceException(
                    ErrorCode.MODEL_CONFIG_UNSUPPORTED,
                    "The GGUF file's architecture is " + architecture.replaceAll("[^A-Za-z0-9_.-]", "?")
                            + ", known are gemma3, llama, qwen2 and qwen3.");
        }
        return family;
    }

    /** The architecture that llama.cpp computes a family as. */
    static GgufFamily of(Family family) {
        return switch (family) {
            case LLAMA, MISTRAL -> LLAMA;
            case QWEN2 -> QWEN2;
            case QWEN3 -> QWEN3;
            case GEMMA3 -> GEMMA3;
            case PHI3 -> PHI3;
            case GPT2 -> GPT2;
        };
    }

    /**
     * GGUF's name of a tensor.
     *
     * @param name what the full model calls it
     */
    String ggufName(String name, WeightNames names) {
        int dot = name.lastIndexOf('.');
        String module = name.substring(0, dot);
        String suffix = name.substring(dot);
        String block = names.base() + names.block();
        if (!module.startsWith(block)) {
            return outer(module, names) + suffix;
        }
        String[] numberAndPart = module.substring(block.length()).split("\\.", 2);
        return blockNames.entrySet().stream()
                .filter(entry -> entry.getValue().equals(numberAndPart[1]))
                .map(entry -> "blk." + numberAndPart[0] + "." + entry.getKey() + suffix)
                .findFirst()
                .orElseThrow(() -> ConfigMetadata.refused("the tensor " + name));
    }

    private static String outer(String module, WeightNames names) {
        if (module.equals(WeightNames.HEAD)) {
            return "output";
        }
        String inner = module.substring(names.base().length());
        if (inner.equals(names.embedding())) {
            return "token_embd";
        }
        return inner.equals(names.finalNorm()) ? "output_norm" : "position_embd";
    }

    /** Hugging Face's name of a tensor; empty when the family has no such tensor. */
    Optional<String> name(String ggufName) {
        Matcher block = BLOCK.matcher(ggufName);
        if (!block.matches()) {
            return Optional.ofNullable(OUTER.get(ggufName));
        }
        return Optional.ofNullable(blockNames.get(block.group(2)))
                .map(part -> "model.layers." + block.group(1) + "." + part + "." + block.group(3));
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(some);
        all.putAll(more);
        return Map.copyOf(all);
    }
}
