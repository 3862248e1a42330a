package dev.millrace.trainer.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.tokenizer.ChatTemplate;
import dev.millrace.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a model's directory besides configuration and weights. */
public final class ModelTexts {
    public static final String TOKENIZER = "tokenizer.json";
    static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    static final String TEMPLATE = "chat_template.jinja";
    static final String GENERATION_CONFIG = "generation_config.json";
    /** Small files that travel with a base model when it has them. */
    private static final List<String> OF_BASE = List.of(
            TOKENIZER_CONFIG,
            GENERATION_CONFIG,
            "special_tokens_map.json",
            "added_tokens.json",
            "LICENSE",
            "LICENSE.txt",
            "LICENSE.md",
            "NOTICE");

    private final Path tokenizerFile;
    private final TokenizerFile tokenizer;
    private final String template;
    private final @Nullable Path base;

    private ModelTexts(Path tokenizerFile, String template, @Nullable Path base) {
        this.tokenizerFile = tokenizerFile;
        this.tokenizer = TokenizerFile.read(tokenizerFile);
        this.template = template;
        this.base = base;
    }

    /**
     * @param template the collection's own; null takes the base model's, or ChatML
     * @param base directory of the base model; null from scratch
     */
    public static ModelTexts of(Path tokenizerFile, @Nullable String template, @Nullable Path base) {
        String chosen = template == null && base != null ? ofBase(base) : template;
        return new ModelTexts(tokenizerFile, chosen == null ? ChatTemplate.CHATML : chosen, base);
    }

    private static @Nullable String ofBase(Path base) {
        Path own = base.resolve(TEMPLATE);
        if (Files.exists(own)) {
            return new String(Folder.read(own), StandardCharsets.UTF_8);
        }
        Path config = base.resolve(TOKENIZER_CONFIG);
        JsonNode node = Files.exists(config) ? tree(config).path("chat_template") : MissingNode.getInstance();
        return node.isTextual() ? node.asText() : null;
    }

    private static JsonNode tree(Path file) {
        try {
            return Json.mapper().readTree(Folder.read(file));
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.MODEL_FILE_DAMAGED, file.getFileName() + " of the base model is no JSON", e);
        }
    }

    public int vocabulary() {
        return tokenizer.vocabulary();
    }

    public String templateSha256() {
        return Hashes.sha256(template);
    }

    /** The configuration of a model from scratch, with the tokens at which it ends a text. */
    public DecoderConfig withTokens(DecoderConfig config) {
        return base != null ? config : config.withTokens(null, tokenizer.ends());
    }

    /** The tokeniser itself; the caller closes it. */
    public Tokenizer open() {
        return Tokenizer.load(tokenizerFile);
    }

    /** Adds the files to a directory that holds configuration and weights. */
    public void write(Path directory, DecoderConfig config) {
        Folder.copy(tokenizerFile, directory.resolve(TOKENIZER));
        Folder.write(directory.resolve(TEMPLATE), template.getBytes(StandardCharsets.UTF_8));
        if (base == null) {
            Folder.write(directory.resolve(TOKENIZER_CONFIG), Json.write(tokenizerConfig(config)));
            Folder.write(directory.resolve(GENERATION_CONFIG), Json.write(generationConfig(config)));
        } else {
            OF_BASE.stream()
                    .map(base::resolve)
                    .filter(Files::isRegularFile)
                    .forEach(file -> Folder.copy(file, directory.resolve(file.getFileName())));
        }
    }

    private ObjectNode tokenizerConfig(DecoderConfig config) {
        ObjectNode node = Json.mapper().createObjectNode();
        node.put("tokenizer_class", "PreTrainedTokenizerFast");
        node.put("model_max_length", config.maxPositions());
        tokenizer.end().ifPresent(end -> node.put("eos_token", end).put("pad_token", end));
        node.put("clean_up_tokenization_spaces", false);
        node.put("chat_template", template);
        return node;
    }

    private static ObjectNode generationConfig(DecoderConfig config) {
        ObjectNode node = Json.mapper().createObjectNode();
        config.endTokens().forEach(node.withArray("eos_token_id")::add);
        return node;
    }
}
