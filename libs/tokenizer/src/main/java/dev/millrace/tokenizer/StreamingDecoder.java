package dev.millrace.tokenizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns ids into text as they come. A character may be spread over several tokens, so text is held back while it ends in the middle of one.
 * For one thread.
 */
public final class StreamingDecoder {
    private static final String INCOMPLETE = "\uFFFD";

    private final Tokenizer tokenizer;
    private final List<Integer> ids = new ArrayList<>();
    private int from;
    private String shown = "";

    public StreamingDecoder(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** @return the text that has become certain with this token, often empty */
    public String add(int id) {
        ids.add(id);
        String text = tokenizer.decode(ids.subList(from, ids.size()));
        if (text.endsWith(INCOMPLETE) || !text.startsWith(shown)) {
            return "";
        }
        String fresh = text.substring(shown.length());
        advance(text);
        return fresh;
    }

    /** Decoding starts anew a token back, so that its cost does not grow with the answer. */
    private void advance(String text) {
        int keep = Math.max(from, ids.size() - 4);
        if (keep > from) {
            from = keep;
            shown = tokenizer.decode(ids.subList(from, ids.size()));
        } else {
            shown = text;
        }
    }

    /** What was held back at the end. */
    public String finish() {
        String text = tokenizer.decode(ids.subList(from, ids.size()));
        return text.startsWith(shown) ? text.substring(shown.length()) : "";
    }
}
