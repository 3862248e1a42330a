package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of a {@code tokenizer.json} by id, with the kinds that GGUF gives them.
 *
 * @param ids by text
 */
record TokenTable(List<String> texts, long[] kinds, Map<String, Integer> ids) {
    private static final long NORMAL = 1;
    static final long UNUSED = 5;

    /** @param size number of ids; those without a token become padding that no text is cut into */
    static TokenTable of(JsonNode json, int size) {
        String[] texts = new String[size];
        long[] kinds = new long[size];
        Arrays.fill(kinds, UNUSED);
        Map<String, Integer> ids = new HashMap<>();
        boolean bytes = json.path("model").path("byte_fallback").asBoolean(false);
        json.path("model").path("vocab").properties().forEach(entry -> {
            int id = placed(entry.getKey(), entry.getValue().asInt(-1), size);
            texts[id] = entry.getKey();
            kinds[id] = bytes && entry.getKey().matches("<0x[0-9A-F]{2}>") ? GgufVocabulary.BYTE : NORMAL;
            ids.put(entry.getKey(), id);
        });
        String unknown = json.path("model").path("unk_token").asText("");
        for (JsonNode added : json.path("added_tokens")) {
            String text = added.path("content").asText();
            int id = placed(text, added.path("id").asInt(-1), size);
            requirePlain(added, text);
            texts[id] = text;
            kinds[id] = added.path("special").asBoolean(false) ? GgufVocabulary.CONTROL : GgufVocabulary.USER_DEFINED;
            ids.put(text, id);
        }
        if (bytes && ids.containsKey(unknown)) {
            kinds[ids.get(unknown)] = GgufVocabulary.UNKNOWN;
        }
        return new TokenTable(named(texts), kinds, ids);
    }

    private static int placed(String text, int id, int size) {
        if (id < 0 || id >= size) {
            throw TokenizerMetadata.refused("the token " + printable(text) + ", for which the model has no place");
        }
        return id;
    }

    /** GGUF has no word for tokens that swallow the spaces around them or stand for whole words only. */
    private static void requirePlain(JsonNode added, String text) {
        for (String trait : List.of("lstrip", "rstrip", "single_word")) {
            if (added.path(trait).asBoolean(false)) {
                throw TokenizerMetadata.refused(trait + " of the token " + printable(text));
            }
        }
    }

    private static List<String> named(String[] texts) {
        List<String> named = new ArrayList<>();
        for (int id = 0; id < texts.length; id++) {
            String text = texts[id];
            named.add(text == null ? "[PAD" + id + "]" : text);
        }
        return named;
    }

    Optional<Integer> id(String text) {
        return Optional.ofNullable(ids.get(text));
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
