package dev.millrace.tokenizer.gguf;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gguf.GgufMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a GGUF file.
 *
 * @param kinds of each token, null when the file does not tell
 */
record GgufVocabulary(GgufMetadata metadata, List<String> tokens, long @Nullable [] kinds) {
    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int BYTE = 6;

    private static final String PREFIX = "tokenizer.ggml.";
    private static final int NORMAL = 1;

    /** @throws MillraceException TOKENIZER_INVALID when tokens are missing or there twice */
    static GgufVocabulary of(GgufMetadata metadata) {
        List<String> tokens = metadata.texts(PREFIX + "tokens");
        long[] kinds = metadata.wholes(PREFIX + "token_type");
        if (tokens.isEmpty() || (kinds != null && kinds.length != tokens.size())) {
            throw invalid("the GGUF file's tokens are missing or do not agree with their kinds");
        }
        if (new HashSet<>(tokens).size() != tokens.size()) {
            throw invalid("the GGUF file names a token twice");
        }
        return new GgufVocabulary(metadata, tokens, kinds);
    }

    int kind(int id) {
        return kinds == null ? NORMAL : (int) kinds[id];
    }

    /** The token of a role, as {@code bos} is one. */
    @Nullable
    String role(String name) {
        OptionalInt id = metadata.count(PREFIX + name + "_token_id");
        if (id.isEmpty()) {
            return null;
        }
        if (id.getAsInt() >= tokens.size()) {
            throw invalid("the GGUF file gives a role to a token that does not exist");
        }
        return tokens.get(id.getAsInt());
    }

    int id(String role) {
        return metadata.requireCount(PREFIX + role + "_token_id");
    }

    static MillraceException invalid(String message) {
        return new MillraceException(ErrorCode.TOKENIZER_INVALID, message);
    }
}
