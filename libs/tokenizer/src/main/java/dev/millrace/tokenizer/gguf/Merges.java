package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.tokenizer.gguf.ScoredMerges.Merge;
import java.util.ArrayList;
import java.util.List;

/** The merges of a {@code tokenizer.json}, written as pairs or, in older files, with a space between them. */
record Merges(List<Merge> list) {
    static Merges of(JsonNode json) {
        List<Merge> list = new ArrayList<>();
        for (JsonNode merge : json.path("model").path("merges")) {
            list.add(
                    merge.isTextual()
                            ? spaced(merge.asText())
                            : new Merge(merge.path(0).asText(), merge.path(1).asText()));
        }
        return new Merges(list);
    }

    private static Merge spaced(String text) {
        int space = text.indexOf(' ', 1);
        return new Merge(text.substring(0, space), text.substring(space + 1));
    }

    /** As GGUF has them. A part that holds a space itself cannot be told from the next. */
    List<String> joined() {
        List<String> joined = new ArrayList<>(list.size());
        for (Merge merge : list) {
            if (merge.left().indexOf(' ') >= 0 || merge.right().indexOf(' ') >= 0) {
                throw TokenizerMetadata.refused("a merge of a part with a space");
            }
            joined.add(merge.left() + " " + merge.right());
        }
        return joined;
    }
}
