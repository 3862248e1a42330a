package dev.millrace.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.family.Activation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A BERT's {@code config.json}, read as strictly as a decoder's. */
public final class BertConfigJson {
    static final String MODEL_TYPE = "bert";

    /** Understood, or without effect on a result: dropout, which is not built, changes training alone. */
    private static final List<String> OWN = List.of(
            "hidden_size",
            "intermediate_size",
            "num_hidden_layers",
            "num_attention_heads",
            "max_position_embeddings",
            "type_vocab_size",
            "hidden_act",
            "layer_norm_eps",
            "position_embedding_type",
            "hidden_dropout_prob",
            "attention_probs_dropout_prob",
            "classifier_dropout",
            "directionality",
            "pooler_fc_size",
            "pooler_num_attention_heads",
            "pooler_num_fc_layers",
            "pooler_size_per_head",
            "pooler_type");

    private BertConfigJson() {}

    /** Whether a directory's model is a BERT; throws as {@link #read} does when that cannot be told. */
    public static boolean isBert(Path directory) {
        return DecoderConfigJson.tree(directory).path("model_type").asText("").equals(MODEL_TYPE);
    }

    /**
     * Reads {@code config.json} of a model directory.
     *
     * @throws MillraceException MODEL_CONFIG_UNSUPPORTED naming the entry that is not supported, MODEL_FILE_DAMAGED when
     *     the file is missing or not JSON
     */
    public static BertConfig read(Path directory) {
        return parse(DecoderConfigJson.tree(directory));
    }

    /** Reads the text of a {@code config.json}; throws as {@link #read} does. */
    public static BertConfig parse(String json) {
        return parse(DecoderConfigJson.tree(json));
    }

    private static BertConfig parse(JsonNode node) {
        UnsupportedMathematics.requireFixed("model_type", node.path("model_type"), MODEL_TYPE);
        UnsupportedMathematics.refuseOthers(node, OWN.stream());
        UnsupportedMathematics.requireFixed(
                "position_embedding_type", node.path("position_embedding_type"), "absolute");
        UnsupportedMathematics.requireFixed("tie_word_embeddings", node.path("tie_word_embeddings"), "true");
        return new BertConfig(
                DecoderConfigJson.integer(node, "vocab_size"),
                DecoderConfigJson.integer(node, "hidden_size"),
                DecoderConfigJson.integer(node, "intermediate_size"),
                DecoderConfigJson.integer(node, "num_hidden_layers"),
                DecoderConfigJson.integer(node, "num_attention_heads"),
                DecoderConfigJson.integer(node, "max_position_embeddings"),
                node.has("type_vocab_size") ? DecoderConfigJson.integer(node, "type_vocab_size") : 2,
                activation(node.path("hidden_act").asText("gelu")),
                node.has("layer_norm_eps") ? DecoderConfigJson.number(node, "layer_norm_eps") : 1e-12,
                node.path("initializer_range").asDouble(0.02),
                labels(node.path("id2label")));
    }

    private static Activation activation(String name) {
        return Activation.named(name)
                .orElseThrow(
                        () -> DecoderConfig.unsupported("hidden_act is " + UnsupportedMathematics.printable(name)));
    }

    private static List<String> labels(JsonNode names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.path(Integer.toString(i)).asText("LABEL_" + i))
                .toList();
    }

    /**
     * The text of a {@code config.json} that Hugging Face's classes read.
     *
     * @param architecture the class
     * @param dtype the weights' element type as Hugging Face names it
     */
    public static String write(BertConfig config, String architecture, String dtype) {
        ObjectNode node = new JsonMapper().createObjectNode();
        node.putArray("architectures").add(architecture);
        node.put("model_type", MODEL_TYPE);
        node.put("attention_probs_dropout_prob", 0.0);
        node.put("hidden_act", config.activation().usualName());
        node.put("hidden_dropout_prob", 0.0);
        node.put("hidden_size", config.width());
        node.put("initializer_range", config.initializerRange());
        node.put("intermediate_size", config.feedForward());
        node.put("layer_norm_eps", config.normEpsilon());
        node.put("max_position_embeddings", config.maxPositions());
        node.put("num_attention_heads", config.heads());
        node.put("num_hidden_layers", config.layers());
        node.put("pad_token_id", 0);
        node.put("position_embedding_type", "absolute");
        node.put("tie_word_embeddings", true);
        node.put("torch_dtype", dtype);
        node.put("type_vocab_size", config.kinds());
        node.put("vocab_size", config.vocabulary());
        if (!config.labels().isEmpty()) {
            ObjectNode names = node.putObject("id2label");
            ObjectNode numbers = node.putObject("label2id");
            IntStream.range(0, config.labels().size()).forEach(i -> {
                names.put(Integer.toString(i), config.labels().get(i));
                numbers.put(config.labels().get(i), i);
            });
        }
        return node.toPrettyString() + "\n";
    }
}
