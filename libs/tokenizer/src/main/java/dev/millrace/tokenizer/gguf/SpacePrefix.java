package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Whether a tokeniser of SentencePiece's kind puts a space before a text. What it does to the text besides is refused. */
final class SpacePrefix {
    private static final String PREPEND = "prepend";
    private static final String SPACES = "spaces";

    private SpacePrefix() {}

    static boolean of(JsonNode json) {
        List<String> steps = new ArrayList<>();
        normalizers(json.path("normalizer"), steps);
        preTokenizers(json.path("pre_tokenizer"), steps);
        if (steps.equals(List.of(SPACES))) {
            return false;
        }
        if (steps.equals(List.of(PREPEND, SPACES))) {
            return true;
        }
        throw TokenizerMetadata.refused("what it does to spaces");
    }

    private static void normalizers(JsonNode node, List<String> steps) {
        switch (node.path("type").asText("")) {
            case "" -> {}
            case "Sequence" -> node.path("normalizers").forEach(each -> normalizers(each, steps));
            case "Prepend" -> steps.add(node.path("prepend").asText().equals(GgufTokenizer.SPACE) ? PREPEND : "other");
            case "Replace" -> steps.add(isOfSpaces(node) ? SPACES : "other");
            default ->
                throw TokenizerMetadata.refused(
                        "the normaliser " + node.path("type").asText());
        }
    }

    private static boolean isOfSpaces(JsonNode node) {
        return node.path("pattern").path("String").asText().equals(" ")
                && node.path("content").asText().equals(GgufTokenizer.SPACE);
    }

    private static void preTokenizers(JsonNode node, List<String> steps) {
        switch (node.path("type").asText("")) {
            case "" -> {}
            // Spaces are gone by then: it cuts nothing.
            case "Split" -> {
                if (!node.path("pattern").path("String").asText().equals(" ")) {
                    throw TokenizerMetadata.refused("its rule for words");
                }
            }
            case "Metaspace" -> metaspace(node, steps);
            default -> throw TokenizerMetadata.refused("its rule for words");
        }
    }

    private static void metaspace(JsonNode node, List<String> steps) {
        if (node.path("split").asBoolean(true)) {
            throw TokenizerMetadata.refused("that it cuts at spaces");
        }
        switch (node.path("prepend_scheme").asText("always")) {
            case "never" -> steps.add(SPACES);
            case "first" -> steps.addAll(List.of(PREPEND, SPACES));
            default -> throw TokenizerMetadata.refused("that it puts a space before every part");
        }
    }
}
