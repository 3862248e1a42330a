package dev.millrace.model.training;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorInfo;
import dev.millrace.model.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Tokenised documents, one behind the other.
 *
 * @param tokens ids [N]
 * @param lossMask non-zero where a token is to be predicted [N]
 * @param documentOffsets where documents begin, and N at the end [D + 1]
 */
public record TokenDataset(int[] tokens, byte[] lossMask, long[] documentOffsets) {

    /** Takes the arrays as they are: a corpus is too large to be copied for safety. */
    public TokenDataset {
        if (lossMask.length != tokens.length) {
            throw damaged("tokens and loss mask differ in length");
        }
        if (documentOffsets.length < 1
                || documentOffsets[0] != 0
                || documentOffsets[documentOffsets.length - 1] != tokens.length) {
            throw damaged("document offsets do not cover the tokens");
        }
        for (int i = 1; i < documentOffsets.length; i++) {
            if (documentOffsets[i] < documentOffsets[i - 1]) {
                throw damaged("document offsets fall");
            }
        }
    }

    /**
     * Reads the tensors {@code tokens} (I32 [N]), {@code loss_mask} (U8 [N]) and {@code document_offsets} (I64 [D + 1]).
     *
     * @throws MillraceException MODEL_FILE_DAMAGED when the file is damaged or its tensors do not fit each other
     */
    public static TokenDataset load(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            int[] tokens = new int[length(file, "tokens", TensorType.I32)];
            all(file, "tokens").asIntBuffer().get(tokens);
            byte[] mask = new byte[length(file, "loss_mask", TensorType.U8)];
            all(file, "loss_mask").get(mask);
            long[] offsets = new long[length(file, "document_offsets", TensorType.I64)];
            all(file, "document_offsets").asLongBuffer().get(offsets);
            return new TokenDataset(tokens, mask, offsets);
        }
    }

    private static int length(SafetensorsFile file, String name, TensorType type) {
        TensorInfo info = file.info(name);
        if (info.type() != type || info.shape().size() != 1 || info.end() - info.begin() > Integer.MAX_VALUE) {
            throw damaged("the tensor " + name + " is not a row of " + type + " of a size that can be held");
        }
        return (int) info.elements();
    }

    private static ByteBuffer all(SafetensorsFile file, String name) {
        TensorInfo info = file.info(name);
        return file.bytes(name, 0, (int) (info.end() - info.begin()));
    }

    /** The documents of several shards, in the order given. */
    public static TokenDataset concat(List<TokenDataset> shards) {
        int size = shards.stream().mapToInt(shard -> shard.tokens.length).reduce(0, Math::addExact);
        int[] tokens = new int[size];
        byte[] mask = new byte[size];
        long[] offsets =
                new long[1 + shards.stream().mapToInt(TokenDataset::documents).sum()];
        int at = 0;
        int document = 0;
        for (TokenDataset shard : shards) {
            System.arraycopy(shard.tokens, 0, tokens, at, shard.tokens.length);
            System.arraycopy(shard.lossMask, 0, mask, at, shard.tokens.length);
            for (int i = 1; i <= shard.documents(); i++) {
                offsets[++document] = at + shard.documentOffsets[i];
            }
            at += shard.tokens.length;
        }
        return new TokenDataset(tokens, mask, offsets);
    }

    /** Number of documents. */
    public int documents() {
        return documentOffsets.length - 1;
    }

    /** First token of a document. */
    public int begin(int document) {
        return (int) documentOffsets[document];
    }

    /** The token after the last of a document. */
    public int end(int document) {
        return (int) documentOffsets[document + 1];
    }

    /** @throws MillraceException RUN_CONFIG_INVALID when a token is none of a vocabulary of this size */
    public void requireKnown(int vocabulary) {
        for (int token : tokens) {
            if (token < 0 || token >= vocabulary) {
                throw new MillraceException(
                        ErrorCode.RUN_CONFIG_INVALID, "The dataset holds a token that the model does not know.");
            }
        }
    }

    private static MillraceException damaged(String what) {
        return new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "The tokenised dataset is damaged: " + what + ".");
    }
}
