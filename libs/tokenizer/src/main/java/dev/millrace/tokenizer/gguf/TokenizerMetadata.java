package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufValue;
import dev.millrace.gguf.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokeniser of a Hugging Face directory in the terms of GGUF. What its terms have no word for is refused by name: a
 * file that cuts text in another way than the model was trained with answers nonsense.
 */
public final class TokenizerMetadata {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final Map<String, String> ROLES =
            Map.of("bos", "bos", "eos", "eos", "unk", "unknown", "pad", "padding");

    private final Path directory;
    private final JsonNode json;
    private final JsonNode config;
    private final TokenTable tokens;
    private final Map<String, GgufValue> metadata = new LinkedHashMap<>();

    private TokenizerMetadata(Path directory, int vocabulary) {
        this.directory = directory;
        this.json = read("tokenizer.json");
        this.config = Files.exists(directory.resolve("tokenizer_config.json"))
                ? read("tokenizer_config.json")
                : Json.mapper().missingNode();
        this.tokens = TokenTable.of(json, vocabulary);
    }

    /**
     * Metadata entries of a tokeniser and of the chat template beside it.
     *
     * @param vocabulary rows of the model's embedding table; ids without a token are named as padding
     * @param begin the model's own first token, if the tokeniser names none
     * @param ends the model's own last tokens, likewise
     * @throws MillraceException TOKENIZER_INVALID naming what cannot be told
     */
    public static Map<String, GgufValue> of(Path directory, int vocabulary, List<Integer> begin, List<Integer> ends) {
        TokenizerMetadata writer = new TokenizerMetadata(directory, vocabulary);
        writer.model();
        writer.roles(begin, ends);
        writer.framing();
        writer.template();
        return writer.metadata;
    }

    private void model() {
        JsonNode model = json.path("model");
        if (!model.path("type").asText().equals("BPE")) {
            throw refused("the kind " + model.path("type").asText("missing"));
        }
        boolean bytes = model.path("byte_fallback").asBoolean(false);
        text(PREFIX + "model", bytes ? "llama" : "gpt2");
        if (bytes) {
            scored();
        } else {
            merged(model);
        }
        metadata.put(PREFIX + "tokens", new GgufValue.Texts(tokens.texts()));
        metadata.put(PREFIX + "token_type", new GgufValue.Wholes(ValueType.I32, tokens.kinds()));
    }

    private void merged(JsonNode model) {
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix", "dropout")) {
            if (!model.path(affix).asText("").isEmpty() && model.hasNonNull(affix)) {
                throw refused(affix);
            }
        }
        WordSplitting words = WordSplitting.of(
                        json.path("pre_tokenizer"), model.path("ignore_merges").asBoolean(false))
                .orElseThrow(() -> refused("its rule for words"));
        JsonNode normalizer = json.path("normalizer");
        if (normalizer.isObject()
                && !(words.composes() && normalizer.path("type").asText().equals("NFC"))) {
            throw refused("the normaliser " + normalizer.path("type").asText());
        }
        text(PREFIX + "pre", words.ggmlName());
        metadata.put(PREFIX + "merges", new GgufValue.Texts(Merges.of(json).joined()));
    }

    private void scored() {
        metadata.put(PREFIX + "add_space_prefix", new GgufValue.Flag(SpacePrefix.of(json)));
        text(PREFIX + "pre", "default");
        double[] scores = Scores.of(Merges.of(json), tokens);
        metadata.put(PREFIX + "scores", new GgufValue.Reals(ValueType.F32, scores));
    }

    private void roles(List<Integer> begin, List<Integer> ends) {
        role("bos", begin);
        role("eos", ends);
        role("unk", List.of());
        role("pad", List.of());
    }

    /** The tokeniser's own word goes before the model's. */
    private void role(String role, List<Integer> usual) {
        JsonNode named = config.path(role + "_token");
        String text = named.isObject() ? named.path("content").asText("") : named.asText("");
        if (named.isNull() || text.isEmpty()) {
            usual.stream().findFirst().ifPresent(id -> putRole(role, id));
        } else {
            putRole(role, tokens.id(text).orElseThrow(() -> refused(role + "_token, which is no token")));
        }
    }

    private void putRole(String role, int id) {
        metadata.put(PREFIX + ROLES.get(role) + "_token_id", GgufValue.u32(id));
    }

    private void framing() {
        Framing framing = Framing.of(json.path("post_processor"), id("bos"), id("eos"));
        metadata.put(PREFIX + "add_bos_token", new GgufValue.Flag(framing.begins()));
        metadata.put(PREFIX + "add_eos_token", new GgufValue.Flag(framing.ends()));
    }

    private int id(String role) {
        return metadata.get(PREFIX + role + "_token_id") instanceof GgufValue.Whole(ValueType type, long id)
                ? (int) id
                : -1;
    }

    private void template() {
        Path own = directory.resolve("chat_template.jinja");
        try {
            String template = Files.exists(own) ? Files.readString(own) : named(config.path("chat_template"));
            if (!template.isBlank()) {
                text("tokenizer.chat_template", template);
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.TOKENIZER_INVALID, "the chat template cannot be read", e);
        }
    }

    /** Of several templates that which is called default. */
    private static String named(JsonNode template) {
        if (!template.isArray()) {
            return template.asText("");
        }
        for (JsonNode each : template) {
            if (each.path("name").asText().equals("default")) {
                return each.path("template").asText("");
            }
        }
        return "";
    }

    private void text(String key, String value) {
        metadata.put(key, new GgufValue.Text(value));
    }

    private JsonNode read(String name) {
        try {
            return Json.mapper().readTree(Files.readAllBytes(directory.resolve(name)));
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.TOKENIZER_INVALID, name + " cannot be read", e);
        }
    }

    static MillraceException refused(String what) {
        return GgufVocabulary.invalid("a GGUF file cannot tell of the tokeniser: " + what);
    }
}
