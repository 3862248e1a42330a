package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules for cutting text into words that {@code tokenizer.ggml.pre} names, in the terms of {@code tokenizer.json}. */
enum WordSplitting {
    /** GPT-2's rule, which the byte-level pre-tokenizer has built in. */
    GPT2("gpt-2", null, false, false),
    /** The same after every digit is a word of its own. */
    SMOLLM("smollm", null, true, false),
    LLAMA3("llama-bpe", Patterns.LLAMA3, false, true),
    /** The same where a word that is a token is merged like any other. */
    DBRX("dbrx", Patterns.LLAMA3, false, false),
    QWEN2("qwen2", Patterns.QWEN2, false, false);

    private static final Map<String, WordSplitting> NAMED = Map.of(
            "gpt-2", GPT2,
            "smollm", SMOLLM,
            "starcoder", SMOLLM,
            "command-r", SMOLLM,
            "llama-bpe", LLAMA3,
            "llama3", LLAMA3,
            "llama-v3", LLAMA3,
            "dbrx", DBRX,
            "smaug-bpe", DBRX,
            "qwen2", QWEN2);

    private final String ggmlName;
    private final @Nullable String pattern;
    private final boolean digits;
    private final boolean wholeWords;

    /**
     * @param ggmlName the one of the rule's names that is written
     * @param wholeWords whether a word that is a token needs no merges
     */
    WordSplitting(String ggmlName, @Nullable String pattern, boolean digits, boolean wholeWords) {
        this.ggmlName = ggmlName;
        this.pattern = pattern;
        this.digits = digits;
        this.wholeWords = wholeWords;
    }

    private static final class Patterns {
        static final String LLAMA3 =
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        static final String QWEN2 =
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    /** @throws MillraceException TOKENIZER_INVALID naming the rule */
    static WordSplitting named(String name) {
        WordSplitting words = NAMED.get(name);
        if (words == null) {
            throw new MillraceException(
                    ErrorCode.TOKENIZER_INVALID,
                    "the GGUF file's rule for words is " + name.replaceAll("[^A-Za-z0-9_.-]", "?") + ", known are "
                            + String.join(", ", new TreeSet<>(NAMED.keySet())));
        }
        return words;
    }

    /** The rule that a {@code pre_tokenizer} of a {@code tokenizer.json} follows; empty when it is none of these. */
    static Optional<WordSplitting> of(JsonNode preTokenizer, boolean wholeWords) {
        List<String> steps = steps(preTokenizer);
        return Stream.of(values())
                .filter(words ->
                        words.wholeWords == wholeWords && steps(words.json()).equals(steps))
                .findFirst();
    }

    /** What cuts the text, in order; what moves only offsets is left out. */
    private static List<String> steps(JsonNode node) {
        List<String> steps = new ArrayList<>();
        switch (node.path("type").asText("none")) {
            case "Sequence" -> node.path("pretokenizers").forEach(each -> steps.addAll(steps(each)));
            case "ByteLevel" ->
                steps.add("bytes, words " + node.path("use_regex").asBoolean(true) + ", prefix "
                        + node.path("add_prefix_space").asBoolean(true));
            case "Digits" ->
                steps.add("digits " + node.path("individual_digits").asBoolean(false));
            case "Split" -> steps.add(split(node));
            default -> steps.add(node.toString());
        }
        return steps;
    }

    private static String split(JsonNode node) {
        return "split " + node.path("behavior").asText() + " "
                + node.path("invert").asBoolean(false) + " "
                + node.path("pattern").path("Regex").asText("none");
    }

    String ggmlName() {
        return ggmlName;
    }

    boolean wholeWords() {
        return wholeWords;
    }

    boolean composes() {
        return this == QWEN2;
    }

    /** The {@code pre_tokenizer} of a {@code tokenizer.json}. */
    ObjectNode json() {
        if (pattern == null && !digits) {
            return byteLevel(true);
        }
        ObjectNode sequence = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        if (pattern == null) {
            steps.addObject().put("type", "Digits").put("individual_digits", true);
        } else {
            ObjectNode split = steps.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", pattern);
            split.put("behavior", "Isolated").put("invert", false);
        }
        steps.add(byteLevel(pattern == null));
        return sequence;
    }

    static ObjectNode byteLevel(boolean words) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", words);
    }
}
