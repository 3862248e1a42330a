package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tokens a tokeniser puts around a text of its own accord.
 *
 * @param begins whether a text begins with the token for that
 * @param ends whether it ends with one
 */
record Framing(boolean begins, boolean ends) {
    private static final int TEXT = -1;

    /** @param processor the {@code post_processor} of a {@code tokenizer.json}, which may be none */
    static Framing of(JsonNode processor, int begin, int end) {
        List<Integer> frame = frame(processor);
        int text = frame.indexOf(TEXT);
        List<Integer> before = frame.subList(0, Math.max(0, text));
        List<Integer> behind = frame.subList(text + 1, frame.size());
        Framing framing = new Framing(!before.isEmpty(), !behind.isEmpty());
        if ((framing.begins && !before.equals(List.of(begin))) || (framing.ends && !behind.equals(List.of(end)))) {
            throw TokenizerMetadata.refused("the tokens it puts around a text");
        }
        return framing;
    }

    /** Ids before the text, the text, ids behind it. */
    private static List<Integer> frame(JsonNode processor) {
        return switch (processor.path("type").asText("")) {
            case "", "ByteLevel" -> List.of(TEXT);
            case "TemplateProcessing" -> template(processor);
            case "Sequence" -> sequence(processor.path("processors"));
            default ->
                throw TokenizerMetadata.refused(
                        "the post-processor " + processor.path("type").asText());
        };
    }

    private static List<Integer> sequence(JsonNode processors) {
        List<Integer> frame = List.of(TEXT);
        for (JsonNode each : processors) {
            List<Integer> own = frame(each);
            frame = own.size() > 1 ? own : frame;
        }
        return frame;
    }

    private static List<Integer> template(JsonNode processor) {
        List<Integer> frame = new ArrayList<>();
        for (JsonNode piece : processor.path("single")) {
            if (piece.has("Sequence")) {
                frame.add(TEXT);
            } else {
                String name = piece.path("SpecialToken").path("id").asText();
                processor.path("special_tokens").path(name).path("ids").forEach(id -> frame.add(id.asInt()));
            }
        }
        return frame;
    }
}
