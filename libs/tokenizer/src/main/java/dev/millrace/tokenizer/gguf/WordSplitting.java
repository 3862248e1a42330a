package dev.millrace.tokenizer.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules for cutting text into words that {@code tokenizer.ggml.pre} names, in the terms of {@code tokenizer.json}. */
enum WordSplitting {
    /** GPT-2's rule, which the byte-level pre-tokenizer has built in. */
    GPT2(null, false, false),
    /** The same after every digit is a word of its own. */
    SMOLLM(null, true, false),
    LLAMA3(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false,
            true),
    QWEN2(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false,
            false);

    private static final Map<String, WordSplitting> NAMED = Map.of(
            "gpt-2", GPT2,
            "smollm", SMOLLM,
            "starcoder", SMOLLM,
            "command-r", SMOLLM,
            "llama-bpe", LLAMA3,
            "llama3", LLAMA3,
            "llama-v3", LLAMA3,
            "qwen2", QWEN2);

    private final @Nullable String pattern;
    private final boolean digits;
    private final boolean wholeWords;

    /** @param wholeWords whether a word that is a token needs no merges */
    WordSplitting(@Nullable String pattern, boolean digits, boolean wholeWords) {
        this.pattern = pattern;
        this.digits = digits;
        this.wholeWords = wholeWords;
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
