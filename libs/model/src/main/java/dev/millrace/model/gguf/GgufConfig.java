package dev.millrace.model.gguf;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufFile;
import dev.millrace.gguf.GgufMetadata;
import java.util.Map;
import java.util.Set;

/** The {@code config.json} that says what a GGUF file's metadata says, read by the same reader as every other. */
public final class GgufConfig {
    private static final Map<String, String> CLASSES = Map.of(
            "llama", "LlamaForCausalLM",
            "qwen2", "Qwen2ForCausalLM",
            "qwen3", "Qwen3ForCausalLM",
            "gemma3_text", "Gemma3ForCausalLM");
    /** Entries that change the mathematics and are not carried over. */
    private static final Set<String> FOREIGN = Set.of(
            "expert_count",
            "attn_logit_softcapping",
            "final_logit_softcapping",
            "embedding_scale",
            "residual_scale",
            "logit_scale",
            "attention.scale",
            "attention.max_alibi_bias",
            "rope.scaling.factor");

    private final GgufFile file;
    private final GgufMetadata metadata;
    private final GgufFamily family;

    private GgufConfig(GgufFile file) {
        this.file = file;
        this.metadata = file.metadata();
        this.family = GgufFamily.of(metadata);
    }

    /**
     * The text of the {@code config.json}.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED for mathematics that cannot be carried over, MODEL_FILE_DAMAGED
     *     when an entry is missing
     */
    public static String of(GgufFile file) {
        return new GgufConfig(file).write().toPrettyString() + "\n";
    }

    private ObjectNode write() {
        refuseForeign();
        ObjectNode node = new JsonMapper().createObjectNode();
        node.putArray("architectures").add(CLASSES.get(family.modelType()));
        node.put("model_type", family.modelType());
        token(node, "bos_token_id");
        token(node, "eos_token_id");
        int width = count("embedding_length");
        int heads = count("attention.head_count");
        node.put("hidden_size", width);
        node.put("intermediate_size", count("feed_forward_length"));
        node.put("num_hidden_layers", count("block_count"));
        node.put("num_attention_heads", heads);
        node.put(
                "num_key_value_heads",
                metadata.count(key("attention.head_count_kv")).orElse(heads));
        node.put("head_dim", metadata.count(key("attention.key_length")).orElse(width / Math.max(1, heads)));
        node.put("max_position_embeddings", count("context_length"));
        node.put("rms_norm_eps", metadata.requireNumber(key("attention.layer_norm_rms_epsilon")));
        node.put("rope_theta", metadata.number(key("rope.freq_base")).orElse(10_000));
        node.putNull("rope_scaling");
        node.put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        node.put("torch_dtype", "float32");
        node.put("vocab_size", Math.toIntExact(file.tensor("token_embd.weight").rows()));
        if (family.equals(GgufFamily.GEMMA3)) {
            gemma(node);
        } else {
            node.put("hidden_act", "silu");
        }
        return node;
    }

    private void refuseForeign() {
        for (String foreign : FOREIGN) {
            if (metadata.has(key(foreign))) {
                throw unsupported(key(foreign) + " is set");
            }
        }
        metadata.text(key("rope.scaling.type"))
                .filter(type -> !type.equals("none"))
                .ifPresent(type -> {
                    throw unsupported("rope.scaling.type is " + type.replaceAll("[^A-Za-z0-9_.-]", "?"));
                });
        if (file.tensors().containsKey(GgufTensors.ROTARY_FACTORS)) {
            throw unsupported("it stretches its rotary positions by a table (rope_freqs)");
        }
        if (family.equals(GgufFamily.LLAMA) && file.tensors().containsKey("blk.0.attn_q.bias")) {
            throw unsupported("a llama with biases");
        }
    }

    private void gemma(ObjectNode node) {
        int layers = count("block_count");
        node.put("hidden_activation", "gelu_pytorch_tanh");
        node.put("query_pre_attn_scalar", metadata.requireCount(key("attention.key_length")));
        node.put("sliding_window", count("attention.sliding_window"));
        node.put(
                "rope_local_base_freq",
                metadata.number(key("rope.freq_base_swa")).orElse(10_000));
        ArrayNode types = node.putArray("layer_types");
        for (int layer = 0; layer < layers; layer++) {
            types.add(layer % 6 == 5 ? "full_attention" : "sliding_attention");
        }
    }

    private void token(ObjectNode node, String name) {
        metadata.count("tokenizer.ggml." + name).ifPresent(id -> node.put(name, id));
    }

    private int count(String name) {
        return metadata.requireCount(key(name));
    }

    private String key(String name) {
        return family.architecture() + "." + name;
    }

    private static MillraceException unsupported(String what) {
        return new MillraceException(
                ErrorCode.MODEL_CONFIG_UNSUPPORTED, "The GGUF file's configuration is refused: " + what + ".");
    }
}
