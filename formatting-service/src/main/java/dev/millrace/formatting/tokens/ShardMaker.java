package dev.millrace.formatting.tokens;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Example;
import dev.millrace.formatting.seal.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts each example into the shard of its side, and counts those that the template refuses. */
final class ShardMaker {
    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private long conversations;
    private long refused;

    ShardMaker() {
        List.of(Split.TRAIN, Split.VALIDATION, Split.TEST).forEach(side -> shards.put(side, new Shard()));
    }

    void add(ExampleEncoder encoder, String side, int row, Example example) {
        conversations += example.text() == null ? 1 : 0;
        try {
            encoder.encode(example, row, shard(side));
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.TEMPLATE_INVALID) {
                throw e;
            }
            refused++;
        }
    }

    private Shard shard(String side) {
        return shards.computeIfAbsent(side, name -> new Shard());
    }

    /** @throws MillraceException {@link ErrorCode#TEMPLATE_INVALID} or {@link ErrorCode#LABELS_EMPTY} when there is nothing to train on */
    void check() {
        if (refused > 0 && refused == conversations) {
            throw new MillraceException(
                    ErrorCode.TEMPLATE_INVALID, "the template refuses all " + refused + " conversations");
        }
        if (shard(Split.TRAIN).supervised() == 0) {
            throw new MillraceException(ErrorCode.LABELS_EMPTY, "the training split has no token that the loss counts");
        }
    }

    Map<String, Shard> shards() {
        return shards;
    }

    /** Number of examples without tokens, by code; null when there are none. */
    @Nullable
    Map<String, Long> skipped() {
        return refused == 0 ? null : Map.of(ErrorCode.TEMPLATE_INVALID.name(), refused);
    }
}
