package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.family.Activation;
import dev.millrace.model.family.BlockLayout;
import dev.millrace.model.family.ConfigKeys;
import dev.millrace.model.family.Family;
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
        return parse(tree(directory));
    }

    /** Reads the text of a {@code config.json}; throws as {@link #read} does. */
    public static DecoderConfig parse(String json) {
        return parse(tree(json));
    }

    private static DecoderConfig parse(JsonNode node) {
        Family family = UnsupportedMathematics.refuse(node);
        ConfigKeys keys = family.keys();
        int heads = integer(node, keys.heads());
        int width = integer(node, keys.width());
        int layers = integer(node, keys.layers());
        int headWidth = headWidth(node, keys, width, heads);
        return new DecoderConfig(
                family,
                layout(node, family),
                integer(node, "vocab_size"),
                width,
                feedForward(node, keys, width),
                layers,
                heads,
                node.hasNonNull("num_key_value_heads") ? integer(node, "num_key_value_heads") : heads,
                headWidth,
                integer(node, keys.positions()),
                number(node, keys.epsilon()),
                AttentionJson.read(node, family, layers, headWidth),
                node.path("tie_word_embeddings").asBoolean(keys.tied()),
                node.path("initializer_range").asDouble(0.02),
                firstToken(node.path("bos_token_id")),
                tokens(node.path("eos_token_id")));
    }

    private static BlockLayout layout(JsonNode node, Family family) {
        ConfigKeys keys = family.keys();
        String activation = node.path(keys.activation()).asText(keys.usualActivation());
        if (Activation.named(activation)
                .filter(family.layout().activation()::equals)
                .isEmpty()) {
            throw DecoderConfig.unsupported(keys.activation() + " is " + UnsupportedMathematics.printable(activation));
        }
        return family.layout()
                .withBiases(
                        node.path("attention_bias").asBoolean(false),
                        node.path("mlp_bias").asBoolean(false));
    }

    /** Absent or null, it is four times the width in the family that allows that. */
    private static int feedForward(JsonNode node, ConfigKeys keys, int width) {
        boolean said = node.hasNonNull(keys.feedForward());
        return said || !keys.feedForward().equals("n_inner") ? integer(node, keys.feedForward()) : 4 * width;
    }

    private static int headWidth(JsonNode node, ConfigKeys keys, int width, int heads) {
        if (node.hasNonNull("head_dim")) {
            return integer(node, "head_dim");
        }
        return keys.headWidth() > 0 ? keys.headWidth() : headWidth(width, heads);
    }

    static JsonNode tree(Path directory) {
        try {
            return tree(Files.readString(directory.resolve("config.json")));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The model's config.json cannot be read.", e);
        }
    }

    static JsonNode tree(String json) {
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

    static int headWidth(int width, int heads) {
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

    static List<Integer> tokens(JsonNode node) {
        List<Integer> tokens = new ArrayList<>();
        if (node.isIntegralNumber()) {
            tokens.add(node.intValue());
        }
        node.forEach(element -> tokens.add(element.intValue()));
        return tokens;
    }

    /**
     * The text of a {@code config.json} that Hugging Face's classes read.
     *
     * @param dtype the weights' element type as Hugging Face names it, for example {@code float32}
     */
    public static String write(DecoderConfig config, String dtype) {
        ObjectNode node = MAPPER.createObjectNode();
        Family family = config.family();
        ConfigKeys keys = family.keys();
        node.putArray("architectures").add(family.architecture());
        node.put("model_type", family.modelType());
        node.put("bos_token_id", config.beginToken());
        writeEndTokens(node, config.endTokens());
        node.put(keys.activation(), keys.usualActivation());
        node.put(keys.width(), config.width());
        node.put("initializer_range", config.initializerRange());
        node.put(keys.feedForward(), config.feedForward());
        node.put(keys.positions(), config.maxPositions());
        node.put(keys.heads(), config.heads());
        node.put(keys.layers(), config.layers());
        node.put(keys.epsilon(), config.normEpsilon());
        if (!family.learnedPositions()) {
            node.put("attention_dropout", 0.0);
            node.put("num_key_value_heads", config.keyValueHeads());
            node.put("head_dim", config.headWidth());
            RopeJson.write(config.attention(), family, node);
            AttentionJson.write(config, node);
        }
        writeBiases(config, node);
        node.put("tie_word_embeddings", config.tiedEmbeddings());
        node.put("torch_dtype", dtype);
        node.put("use_cache", true);
        node.put("vocab_size", config.vocabulary());
        return node.toPrettyString() + "\n";
    }

    private static void writeBiases(DecoderConfig config, ObjectNode node) {
        if (config.family().keys().own().contains("attention_bias")) {
            node.put("attention_bias", config.layout().outputBias());
        }
        if (config.family().keys().own().contains("mlp_bias")) {
            node.put("mlp_bias", config.layout().feedBias());
        }
    }

    static void writeEndTokens(ObjectNode node, List<Integer> tokens) {
        if (tokens.isEmpty()) {
            node.putNull("eos_token_id");
        } else if (tokens.size() == 1) {
            node.put("eos_token_id", tokens.getFirst());
        } else {
            tokens.forEach(node.putArray("eos_token_id")::add);
        }
    }
}
