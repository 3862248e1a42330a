package dev.millrace.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A Hugging Face {@code tokenizer.json}. Safe for use by many threads; holds native memory until it is closed. */
public final class Tokenizer implements AutoCloseable {
    private static final String SAMPLE = "a text";

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> added;
    private final Set<Integer> special;
    private final int vocabularySize;

    private Tokenizer(
            HuggingFaceTokenizer tokenizer, Map<String, Integer> added, Set<Integer> special, int vocabularySize) {
        this.tokenizer = tokenizer;
        this.added = Map.copyOf(added);
        this.special = Set.copyOf(special);
        this.vocabularySize = vocabularySize;
    }

    /** @throws MillraceException {@link ErrorCode#TOKENIZER_INVALID} */
    public static Tokenizer load(Path file) {
        try {
            JsonNode json = Json.mapper().readTree(Files.readAllBytes(file));
            Map<String, Integer> added = new HashMap<>();
            Set<Integer> special = new HashSet<>();
            for (JsonNode token : json.path("added_tokens")) {
                int id = token.path("id").asInt();
                added.put(token.path("content").asText(), id);
                // What stands for characters the vocabulary lacks is the tokeniser's answer to any text, no token of
                // control.
                if (token.path("special").asBoolean() && !isUnknown(token, json.path("model"))) {
                    special.add(id);
                }
            }
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    file, Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
            return new Tokenizer(tokenizer, added, special, size(json, added));
        } catch (IOException | RuntimeException e) {
            throw new MillraceException(ErrorCode.TOKENIZER_INVALID, "the tokeniser cannot be read", e);
        }
    }

    /** Models name what stands for an unknown character, or say its id. */
    private static boolean isUnknown(JsonNode token, JsonNode model) {
        return token.path("content").equals(model.path("unk_token"))
                || token.path("id").equals(model.path("unk_id"));
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

    /**
     * The ids of the text; special tokens that are written out in it are recognised, none is added. For text of our own and of templates:
     * what people write goes through {@link TextEncoder}.
     */
    public int[] encode(String text) {
        return narrow(tokenizer.encode(text, false, false).getIds());
    }

    /**
     * What the tokeniser puts around a text that stands alone, as {@code [CLS]} and {@code [SEP]}; both empty for most decoders.
     *
     * @param before ids in front
     * @param behind ids at the end
     */
    record Frame(int[] before, int[] behind) {}

    Frame frame() {
        int[] bare = encode(SAMPLE);
        int[] framed = narrow(tokenizer.encode(SAMPLE, true, false).getIds());
        for (int at = 0; at + bare.length <= framed.length; at++) {
            if (Arrays.equals(bare, Arrays.copyOfRange(framed, at, at + bare.length))) {
                return new Frame(
                        Arrays.copyOf(framed, at), Arrays.copyOfRange(framed, at + bare.length, framed.length));
            }
        }
        throw new MillraceException(ErrorCode.TOKENIZER_INVALID, "the tokeniser changes a text that it frames");
    }

    private static int[] narrow(long[] ids) {
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    /** A stretch of a text that holds no special token when it is encoded by itself. */
    record Plain(String text, int[] ids) {}

    /**
     * The text in stretches, cut within the name of every special token that is written out in it, so that no stretch is taken for one. A
     * special token of a single character cannot be cut and is left out.
     */
    List<Plain> plain(String text) {
        List<Plain> stretches = new ArrayList<>();
        addPlain(text, stretches);
        return stretches;
    }

    private void addPlain(String text, List<Plain> stretches) {
        Encoding encoding = tokenizer.encode(text, false, false);
        int[] ids = narrow(encoding.getIds());
        Collection<Integer> cuts = cuts(text, ids, encoding.getCharTokenSpans());
        int from = 0;
        for (int cut : cuts) {
            addPlain(text.substring(from, cut), stretches);
            from = cut;
        }
        if (from > 0) {
            addPlain(text.substring(from), stretches);
        } else if (Arrays.stream(ids).noneMatch(special::contains)) {
            stretches.add(new Plain(text, ids));
        }
    }

    /** Places in the text, ascending: behind the first character of a special token, or around its only one. The spans count code points. */
    private Collection<Integer> cuts(String text, int[] ids, CharSpan[] spans) {
        TreeSet<Integer> cuts = new TreeSet<>();
        int at = 0;
        int points = 0;
        for (int i = 0; i < ids.length; i++) {
            if (special.contains(ids[i])) {
                at = text.offsetByCodePoints(at, spans[i].getStart() - points);
                points = spans[i].getStart();
                cuts.add(text.offsetByCodePoints(at, 1));
                if (spans[i].getEnd() - points == 1) {
                    cuts.add(at);
                }
            }
        }
        cuts.removeAll(List.of(0, text.length()));
        return cuts;
    }

    /** The text of the ids, special tokens left out. */
    public String decode(List<Integer> ids) {
        return tokenizer.decode(ids.stream().mapToLong(Integer::longValue).toArray(), true);
    }

    /** Ids of tokens of control. */
    public Set<Integer> special() {
        return special;
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
