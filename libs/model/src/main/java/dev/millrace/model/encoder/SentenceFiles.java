package dev.millrace.model.encoder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.model.BertConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code sentence-transformers} wants to know of a model that embeds texts: mean of the hidden vectors, then unit length. */
public final class SentenceFiles {
    public static final String MODULES = "modules.json";
    public static final String LIMITS = "sentence_bert_config.json";
    /** Beside other modules' settings of the same name, in a folder of its own. */
    public static final String POOLING = "1_Pooling/config.json";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String TYPES = "sentence_transformers.models.";

    private SentenceFiles() {}

    /**
     * Writes the files beside a model's.
     *
     * @param longest tokens of a text, beyond which it is cut
     * @param pooling where the settings of the second module are put
     */
    public static void write(Path directory, BertConfig config, int longest, Path pooling) throws IOException {
        Files.writeString(directory.resolve(MODULES), modules());
        Files.writeString(directory.resolve(LIMITS), limits(longest));
        Files.createDirectories(pooling.toAbsolutePath().getParent());
        Files.writeString(pooling, pooling(config));
    }

    private static String modules() {
        ArrayNode modules = MAPPER.createArrayNode();
        module(modules, "", "Transformer");
        module(modules, "1_Pooling", "Pooling");
        module(modules, "2_Normalize", "Normalize");
        return modules.toPrettyString() + "\n";
    }

    private static void module(ArrayNode modules, String path, String type) {
        String number = Integer.toString(modules.size());
        modules.addObject()
                .put("idx", modules.size() - 1)
                .put("name", number)
                .put("path", path)
                .put("type", TYPES + type);
    }

    private static String limits(int longest) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("max_seq_length", longest);
        node.put("do_lower_case", false);
        return node.toPrettyString() + "\n";
    }

    private static String pooling(BertConfig config) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("word_embedding_dimension", config.width());
        node.put("pooling_mode_cls_token", false);
        node.put("pooling_mode_mean_tokens", true);
        node.put("pooling_mode_max_tokens", false);
        node.put("pooling_mode_mean_sqrt_len_tokens", false);
        return node.toPrettyString() + "\n";
    }
}
