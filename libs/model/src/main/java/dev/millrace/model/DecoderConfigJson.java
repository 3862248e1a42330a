package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hugging Face's {@code config.json}: read strictly, so that no model is computed with the wrong mathematics. */
public final class DecoderConfigJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private DecoderConfigJson() {}

    /**
     * Reads {@code config.json} of a model directory.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED naming the entry that is not supported, MODEL_FILE_DAMAGED when
     *     the file is missing or not JSON
     */
    public static DecoderConfig read(Path directory) {
        try {
            return parse(Files.readString(directory.resolve("config.json")));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The model's config.json cannot be read.", e);
        }
    }

    /** Reads the text of a {@code config.json}; throws as {@link #read} does. */
    public static DecoderConfig parse(String json) {
        JsonNode node = tree(json);
        UnsupportedMathematics.refuse(node);
        int heads = integer(node, "num_attention_heads");
        int width = integer(node, "hidden_size");
        return new DecoderConfig(
                integer(node, "vocab_size"),
                width,
                integer(node, "intermediate_size"),
                integer(node, "num_hidden_layers"),
                heads,
                node.hasNonNull("num_key_value_heads") ? integer(node, "num_key_value_heads") : heads,
                node.hasNonNull("head_dim") ? integer(node, "head_dim") : headWidth(width, heads),
                integer(node, "max_position_embeddings"),
                number(node, "rms_norm_eps"),
                RopeJson.read(node),
                node.path("tie_word_embeddings").asBoolean(false),
                node.path("initializer_range").asDouble(0.02),
                firstToken(node.path("bos_token_id")),
                tokens(node.path("eos_token_id")));
    }

    private static JsonNode tree(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The model's config.json is not valid JSON.", e);
        }
        throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The model's config.json is not an object.");
    }

    private static int headWidth(int width, int heads) {
        if (heads < 1 || width % heads != 0) {
            throw DecoderConfig.unsupported("num_attention_heads does not divide hidden_size");
        }
        return width / heads;
    }

    static int integer(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw DecoderConfig.unsupported(name + " is missing or no whole number");
        }
        return value.intValue();
    }

    static double number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber()) {
            throw DecoderConfig.unsupported(name + " is missing or no number");
        }
        return value.doubleValue();
    }

    private static @Nullable Integer firstToken(JsonNode node) {
        List<Integer> tokens = tokens(node);
        return tokens.isEmpty() ? null : tokens.getFirst();
    }

    private static List<Integer> tokens(JsonNode node) {
        List<Integer> tokens = new ArrayList<>();
        if (node.isIntegralNumber()) {
            tokens.add(node.intValue());
        }
        node.forEach(element -> tokens.add(element.intValue()));
        return tokens;
    }

    /**
     * The text of a {@code config.json} that Hugging Face's Llama classes read.
     *
     * @param dtype the weights' element type as Hugging Face names it, for example {@code float32}
     */
    public static String write(DecoderConfig config, String dtype) {
        ObjectNode node = MAPPER.createObjectNode();
        node.putArray("architectures").add("LlamaForCausalLM");
        node.put("model_type", "llama");
        node.put("attention_bias", false);
        node.put("attention_dropout", 0.0);
        node.put("bos_token_id", config.beginToken());
        writeEndTokens(node, config.endTokens());
        node.put("head_dim", config.headWidth());
        node.put("hidden_act", "silu");
        node.put("hidden_size", config.width());
        node.put("initializer_range", config.initializerRange());
        node.put("intermediate_size", config.feedForward());
        node.put("max_position_embeddings", config.maxPositions());
        node.put("mlp_bias", false);
        node.put("num_attention_heads", config.heads());
        node.put("num_hidden_layers", config.layers());
        node.put("num_key_value_heads", config.keyValueHeads());
        node.put("rms_norm_eps", config.normEpsilon());
        RopeJson.write(config.rope(), node);
        node.put("tie_word_embeddings", config.tiedEmbeddings());
        node.put("torch_dtype", dtype);
        node.put("use_cache", true);
        node.put("vocab_size", config.vocabulary());
        return node.toPrettyString() + "\n";
    }

    private static void writeEndTokens(ObjectNode node, List<Integer> tokens) {
        if (tokens.isEmpty()) {
            node.putNull("eos_token_id");
        } else if (tokens.size() == 1) {
            node.put("eos_token_id", tokens.getFirst());
        } else {
            tokens.forEach(node.putArray("eos_token_id")::add);
        }
    }
}
