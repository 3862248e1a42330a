package dev.millrace.trainer.files;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's configuration needs to know of a Hugging Face {@code tokenizer.json}.
 *
 * @param vocabulary number of ids, the added tokens' included
 * @param added ids of the added tokens by text
 */
record TokenizerFile(int vocabulary, Map<String, Integer> added) {
    /** Tokens that end an answer or a text, by the names in use. */
    private static final List<String> ENDS =
            List.of("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end_of_text|>", "</s>");

    TokenizerFile {
        added = Map.copyOf(added);
    }

    /** @throws MillraceException {@link ErrorCode#TOKENIZER_INVALID} */
    static TokenizerFile read(Path file) {
        try {
            JsonNode root = Json.mapper().readTree(Folder.read(file));
            int highest = -1;
            for (JsonNode id : root.path("model").path("vocab")) {
                highest = Math.max(highest, id.asInt(-1));
            }
            Map<String, Integer> added = new LinkedHashMap<>();
            for (JsonNode token : root.path("added_tokens")) {
                int id = token.path("id").asInt(-1);
                highest = Math.max(highest, id);
                added.put(token.path("content").asText(), id);
            }
            if (highest < 0) {
                throw new MillraceException(ErrorCode.TOKENIZER_INVALID, "the tokeniser has no vocabulary");
            }
            return new TokenizerFile(highest + 1, added);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.TOKENIZER_INVALID, "the tokeniser is no JSON", e);
        }
    }

    /** Ids at which generation ends. */
    List<Integer> ends() {
        return ENDS.stream().filter(added::containsKey).map(added::get).toList();
    }

    /** The token that ends an answer. */
    Optional<String> end() {
        return ENDS.stream().filter(added::containsKey).findFirst();
    }
}
