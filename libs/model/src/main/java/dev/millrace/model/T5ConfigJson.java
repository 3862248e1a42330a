package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.family.Activation;
import java.nio.file.Path;
import java.util.List;

/** A T5's {@code config.json}, read as strictly as a decoder's. */
public final class T5ConfigJson {
    static final String MODEL_TYPE = "t5";
    private static final String GATED = "gated-";

    /** Understood, or without effect on a result: dropout, which is not built, changes training alone. */
    private static final List<String> OWN = List.of(
            "d_model",
            "d_kv",
            "d_ff",
            "num_layers",
            "num_decoder_layers",
            "num_heads",
            "relative_attention_num_buckets",
            "relative_attention_max_distance",
            "layer_norm_epsilon",
            "feed_forward_proj",
            "is_gated_act",
            "dense_act_fn",
            "scale_decoder_outputs",
            "is_encoder_decoder",
            "initializer_factor",
            "dropout_rate",
            "classifier_dropout",
            "n_positions",
            "output_past");

    private T5ConfigJson() {}

    /**
     * Reads {@code config.json} of a model directory.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED naming the entry that is not supported, MODEL_FILE_DAMAGED when
     *     the file is missing or not JSON
     */
    public static T5Config read(Path directory) {
        return parse(DecoderConfigJson.tree(directory));
    }

    /** Reads the text of a {@code config.json}; throws as {@link #read} does. */
    public static T5Config parse(String json) {
        return parse(DecoderConfigJson.tree(json));
    }

    private static T5Config parse(JsonNode node) {
        UnsupportedMathematics.requireFixed("model_type", node.path("model_type"), MODEL_TYPE);
        UnsupportedMathematics.refuseOthers(node, OWN.stream());
        UnsupportedMathematics.requireFixed("is_encoder_decoder", node.path("is_encoder_decoder"), "true");
        String feedForward = node.path("feed_forward_proj").asText("relu");
        int layers = DecoderConfigJson.integer(node, "num_layers");
        return new T5Config(
                DecoderConfigJson.integer(node, "vocab_size"),
                DecoderConfigJson.integer(node, "d_model"),
                DecoderConfigJson.integer(node, "d_kv"),
                DecoderConfigJson.integer(node, "d_ff"),
                layers,
                or(node, "num_decoder_layers", layers),
                DecoderConfigJson.integer(node, "num_heads"),
                or(node, "relative_attention_num_buckets", 32),
                or(node, "relative_attention_max_distance", 128),
                activation(feedForward),
                feedForward.startsWith(GATED),
                DecoderConfigJson.number(node, "layer_norm_epsilon"),
                isScaled(node),
                or(node, "decoder_start_token_id", or(node, "pad_token_id", 0)),
                DecoderConfigJson.tokens(node.path("eos_token_id")));
    }

    private static int or(JsonNode node, String name, int usual) {
        return node.hasNonNull(name) ? DecoderConfigJson.integer(node, name) : usual;
    }

    /** Newer files say it, older ones mean it when the output layer is the table of tokens. */
    private static boolean isScaled(JsonNode node) {
        String entry = node.has("scale_decoder_outputs") ? "scale_decoder_outputs" : "tie_word_embeddings";
        return node.path(entry).asBoolean(true);
    }

    /** One name stands for another in gated models, and always has. */
    private static Activation activation(String feedForward) {
        String name = feedForward.startsWith(GATED) ? feedForward.substring(GATED.length()) : feedForward;
        return Activation.named(feedForward.equals("gated-gelu") ? "gelu_new" : name)
                .orElseThrow(() -> DecoderConfig.unsupported(
                        "feed_forward_proj is " + UnsupportedMathematics.printable(feedForward)));
    }

    /**
     * The text of a {@code config.json} that Hugging Face's classes read.
     *
     * @param dtype the weights' element type as Hugging Face names it
     */
    public static String write(T5Config config, String dtype) {
        ObjectNode node = new JsonMapper().createObjectNode();
        node.putArray("architectures").add("T5ForConditionalGeneration");
        node.put("model_type", MODEL_TYPE);
        node.put("d_ff", config.feedForward());
        node.put("d_kv", config.headWidth());
        node.put("d_model", config.width());
        node.put("decoder_start_token_id", config.startToken());
        node.put("dropout_rate", 0.0);
        DecoderConfigJson.writeEndTokens(node, config.endTokens());
        node.put("feed_forward_proj", feedForward(config));
        node.put("is_encoder_decoder", true);
        node.put("layer_norm_epsilon", config.normEpsilon());
        node.put("num_decoder_layers", config.answerLayers());
        node.put("num_heads", config.heads());
        node.put("num_layers", config.layers());
        node.put("pad_token_id", 0);
        node.put("relative_attention_max_distance", config.farthest());
        node.put("relative_attention_num_buckets", config.buckets());
        node.put("tie_word_embeddings", config.scaled());
        node.put("torch_dtype", dtype);
        node.put("use_cache", true);
        node.put("vocab_size", config.vocabulary());
        return node.toPrettyString() + "\n";
    }

    private static String feedForward(T5Config config) {
        if (!config.gated()) {
            return config.activation().usualName();
        }
        return config.activation() == Activation.GELU_TANH
                ? "gated-gelu"
                : GATED + config.activation().usualName();
    }
}
