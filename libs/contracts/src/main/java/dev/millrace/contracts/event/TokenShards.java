package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ObjectRef;
import java.util.Map;

/**
 * A dataset version as tokens of one tokeniser: for each split a safetensors file with {@code tokens} (I32, [N]), {@code loss_mask} (U8,
 * [N]), {@code document_offsets} (I64, [D+1]).
 *
 * @param tokenizer a Hugging Face {@code tokenizer.json}
 * @param tokenizerSha256 its hash, part of every model's version
 * @param splits by split name: train, validation, test
 * @param tokens number of tokens by split
 * @param supervised number of tokens the loss counts, by split
 */
public record TokenShards(
        ObjectRef tokenizer,
        String tokenizerSha256,
        Map<String, ObjectRef> splits,
        Map<String, Long> tokens,
        Map<String, Long> supervised) {
    public TokenShards {
        Check.sha256("tokenizerSha256", tokenizerSha256);
        splits = Map.copyOf(splits);
        tokens = Map.copyOf(tokens);
        supervised = Map.copyOf(supervised);
    }
}
