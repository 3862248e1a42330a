package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufFile;
import dev.millrace.gguf.GgufMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The tokeniser of a GGUF file as the files of a Hugging Face directory. */
public final class GgufTokenizer {
    static final String SPACE = "\u2581";
    private static final List<String> ROLES = List.of("bos", "eos", "unk", "pad");

    private final GgufMetadata metadata;
    private final GgufVocabulary vocabulary;
    private final String model;

    private GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        this.model = metadata.text("tokenizer.ggml.model").orElse("missing");
        this.vocabulary = GgufVocabulary.of(metadata);
    }

    /**
     * Writes {@code tokenizer.json}, {@code tokenizer_config.json}, {@code generation_config.json} and, if the file brings
     * one, {@code chat_template.jinja}.
     *
     * @throws MillraceException TOKENIZER_INVALID naming what is not read; as reading the file does
     */
    public static void convert(Path file, Path directory) throws IOException {
        try (GgufFile opened = GgufFile.open(file)) {
            GgufTokenizer tokenizer = new GgufTokenizer(opened.metadata());
            Files.write(directory.resolve("tokenizer.json"), Json.write(tokenizer.tokenizer()));
            Files.write(directory.resolve("tokenizer_config.json"), Json.write(tokenizer.config()));
            Files.write(directory.resolve("generation_config.json"), Json.write(tokenizer.generation()));
            Optional<String> template = tokenizer.template();
            if (template.isPresent()) {
                Files.writeString(directory.resolve("chat_template.jinja"), template.get());
            }
        }
    }

    private Optional<String> template() {
        return metadata.text("tokenizer.chat_template").filter(text -> !text.isBlank());
    }

    private ObjectNode tokenizer() {
        return switch (model) {
            case "gpt2" -> byteLevel();
            case "llama" -> scored();
            default ->
                throw GgufVocabulary.invalid("the GGUF file's tokeniser is " + model.replaceAll("[^A-Za-z0-9_.-]", "?")
                        + ", known are gpt2 and llama");
        };
    }

    private ObjectNode byteLevel() {
        WordSplitting words =
                WordSplitting.named(metadata.text("tokenizer.ggml.pre").orElse("missing"));
        ObjectNode root = start();
        if (words.composes()) {
            root.putObject("normalizer").put("type", "NFC");
        } else {
            root.putNull("normalizer");
        }
        root.set("pre_tokenizer", words.json());
        finish(root, words.wholeWords());
        root.set("decoder", WordSplitting.byteLevel(true));
        ObjectNode node = model(root, false);
        node.put("ignore_merges", words.wholeWords());
        ArrayNode merges = node.putArray("merges");
        for (String merge : metadata.texts("tokenizer.ggml.merges")) {
            int space = merge.indexOf(' ', 1);
            if (space < 0 || space == merge.length() - 1) {
                throw GgufVocabulary.invalid("the GGUF file has a merge that is no pair");
            }
            merges.addArray().add(merge.substring(0, space)).add(merge.substring(space + 1));
        }
        return root;
    }

    /** SentencePiece's byte-pair encoding: spaces are a character, characters without a token become bytes. */
    private ObjectNode scored() {
        double[] scores = metadata.reals("tokenizer.ggml.scores");
        if (scores == null || scores.length != vocabulary.tokens().size()) {
            throw GgufVocabulary.invalid("the GGUF file's tokens have no scores");
        }
        boolean prefix = metadata.flag("tokenizer.ggml.add_space_prefix").orElse(true);
        ObjectNode root = start();
        ArrayNode normalizers =
                root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        if (prefix) {
            normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        replace(normalizers.addObject(), " ", SPACE);
        root.putNull("pre_tokenizer");
        finish(root, true);
        ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        replace(decoders.addObject(), SPACE, " ");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (prefix) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        ArrayNode merges = model(root, true).put("ignore_merges", false).putArray("merges");
        ScoredMerges.of(vocabulary.tokens(), vocabulary::kind, scores)
                .forEach(merge -> merges.addArray().add(merge.left()).add(merge.right()));
        return root;
    }

    private static void replace(ObjectNode node, String from, String to) {
        node.put("type", "Replace").put("content", to).putObject("pattern").put("String", from);
    }

    private ObjectNode start() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            int kind = vocabulary.kind(id);
            if (kind == GgufVocabulary.CONTROL
                    || kind == GgufVocabulary.USER_DEFINED
                    || kind == GgufVocabulary.UNKNOWN) {
                added.addObject()
                        .put("id", id)
                        .put("content", vocabulary.tokens().get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", kind != GgufVocabulary.USER_DEFINED);
            }
        }
        return root;
    }

    /** @param usual whether a text begins with its token when the file does not tell */
    private void finish(ObjectNode root, boolean usual) {
        String begin = vocabulary.role("bos");
        if (begin == null || !metadata.flag("tokenizer.ggml.add_bos_token").orElse(usual)) {
            root.putNull("post_processor");
            return;
        }
        ObjectNode node = root.putObject("post_processor").put("type", "TemplateProcessing");
        ArrayNode single = node.putArray("single");
        ArrayNode pair = node.putArray("pair");
        for (String sequence : List.of("A", "B")) {
            if (sequence.equals("A")) {
                framed(single, begin, sequence);
            }
            framed(pair, begin, sequence);
        }
        ObjectNode token = node.putObject("special_tokens").putObject(begin).put("id", begin);
        token.putArray("ids").add(vocabulary.id("bos"));
        token.putArray("tokens").add(begin);
    }

    private static void framed(ArrayNode template, String begin, String sequence) {
        template.addObject().putObject("SpecialToken").put("id", begin).put("type_id", 0);
        template.addObject().putObject("Sequence").put("id", sequence).put("type_id", 0);
    }

    private ObjectNode model(ObjectNode root, boolean bytes) {
        ObjectNode node = root.putObject("model").put("type", "BPE");
        node.putNull("dropout");
        node.put("unk_token", bytes ? vocabulary.role("unknown") : null);
        node.putNull("continuing_subword_prefix");
        node.putNull("end_of_word_suffix");
        node.put("fuse_unk", bytes).put("byte_fallback", bytes);
        ObjectNode ids = node.putObject("vocab");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        return node;
    }

    private ObjectNode config() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        node.put("clean_up_tokenization_spaces", false);
        metadata.text("general.architecture")
                .flatMap(name -> metadata.count(name + ".context_length").stream()
                        .boxed()
                        .findFirst())
                .ifPresent(length -> node.put("model_max_length", length));
        for (String role : ROLES) {
            String token = vocabulary.role(key(role));
            if (token != null) {
                node.put(role + "_token", token);
            }
        }
        template().ifPresent(text -> node.put("chat_template", text));
        return node;
    }

    private static String key(String role) {
        return switch (role) {
            case "unk" -> "unknown";
            case "pad" -> "padding";
            default -> role;
        };
    }

    private ObjectNode generation() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (String role : List.of("bos", "eos", "pad")) {
            if (vocabulary.role(key(role)) != null) {
                node.put(role + "_token_id", vocabulary.id(key(role)));
            }
        }
        return node;
    }
}
