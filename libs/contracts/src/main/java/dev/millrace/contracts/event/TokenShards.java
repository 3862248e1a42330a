package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ObjectRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dataset version as tokens of one tokeniser: for each split a safetensors file with {@code tokens} (I32, [N]), {@code loss_mask} (U8,
 * [N]), {@code document_offsets} (I64, [D+1]: where each example begins), {@code example_rows} (I32, [D]: which of the dataset's rows the
 * example was made of, from 0) and {@code example_numbers} (I32, [D]: which of that document's examples it is, from 0).
 *
 * @param tokenizer a Hugging Face {@code tokenizer.json}
 * @param tokenizerSha256 its hash, part of every model's version
 * @param splits by split name: train, validation, test
 * @param tokens number of tokens by split
 * @param supervised number of tokens the loss counts, by split
 * @param skipped number of examples without tokens, by code: conversations that the chat template refuses; null when there are
 *     none
 * @param kinds shards of examples that are not text, by kind (preference, unpaired, labelled, related); null when there are none
 */
public record TokenShards(
        ObjectRef tokenizer,
        String tokenizerSha256,
        Map<String, ObjectRef> splits,
        Map<String, Long> tokens,
        Map<String, Long> supervised,
        @Nullable Map<String, Long> skipped,
        @Nullable Map<String, KindShards> kinds) {
    public TokenShards {
        Check.sha256("tokenizerSha256", tokenizerSha256);
        splits = Map.copyOf(splits);
        tokens = Map.copyOf(tokens);
        supervised = Map.copyOf(supervised);
        skipped = skipped == null ? null : Map.copyOf(skipped);
        kinds = kinds == null ? null : Map.copyOf(kinds);
    }

    /** Shards with tokens of every example. */
    public TokenShards(
            ObjectRef tokenizer,
            String tokenizerSha256,
            Map<String, ObjectRef> splits,
            Map<String, Long> tokens,
            Map<String, Long> supervised) {
        this(tokenizer, tokenizerSha256, splits, tokens, supervised, null, null);
    }

    /**
     * Examples of one kind: the same tensors as of text, the loss mask set where an answer stands, and {@code labels} (U8, [D]: 1 for a wanted
     * answer). Of a pair the chosen answer is one example and the rejected the next, each with its prompt in front. Labels of texts with classes are the
     * classes' numbers, their names the entry {@code labels} of the file's metadata; of texts that belong together the first has 0, the one that belongs
     * to it 1, one that does not 2.
     *
     * @param splits by split name
     * @param examples number of pairs or of single answers, by split
     * @param tokens number of tokens by split
     */
    public record KindShards(Map<String, ObjectRef> splits, Map<String, Long> examples, Map<String, Long> tokens) {
        public KindShards {
            splits = Map.copyOf(splits);
            examples = Map.copyOf(examples);
            tokens = Map.copyOf(tokens);
        }
    }
}
