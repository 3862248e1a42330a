package dev.millrace.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Hugging Face {@code tokenizer.json}. Safe for use by many threads; holds native memory until it is closed. */
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> added;
    private final int vocabularySize;

    private Tokenizer(HuggingFaceTokenizer tokenizer, Map<String, Integer> added, int vocabularySize) {
        this.tokenizer = tokenizer;
        this.added = Map.copyOf(added);
        this.vocabularySize = vocabularySize;
    }

    /** @throws MillraceException {@link ErrorCode#TOKENIZER_INVALID} */
    public static Tokenizer load(Path file) {
        try {
            JsonNode json = Json.mapper().readTree(Files.readAllBytes(file));
            Map<String, Integer> added = new HashMap<>();
            json.path("added_tokens")
                    .forEach(token -> added.put(
                            token.path("content").asText(), token.path("id").asInt()));
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
            return new Tokenizer(tokenizer, added, size(json, added));
        } catch (IOException | RuntimeException e) {
            throw new MillraceException(ErrorCode.TOKENIZER_INVALID, "the tokeniser cannot be read", e);
        }
    }

    /** One more than the highest id. */
    private static int size(JsonNode json, Map<String, Integer> added) {
        int highest = -1;
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isArray()) {
            highest = vocabulary.size() - 1;
        } else {
            for (JsonNode id : vocabulary) {
                highest = Math.max(highest, id.asInt());
            }
        }
        for (int id : added.values()) {
            highest = Math.max(highest, id);
        }
        return highest + 1;
    }

    public int vocabularySize() {
        return vocabularySize;
    }

    /** The ids of the text; special tokens that are written out in it are recognised, none is added. */
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    /** The text of the ids, special tokens left out. */
    public String decode(List<Integer> ids) {
        return tokenizer.decode(ids.stream().mapToLong(Integer::longValue).toArray(), true);
    }

    /** The id of an added token, as {@code <|im_end|>} is one. */
    public Optional<Integer> idOf(String token) {
        return Optional.ofNullable(added.get(token));
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
