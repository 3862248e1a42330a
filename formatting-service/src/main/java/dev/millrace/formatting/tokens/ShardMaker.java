package dev.millrace.formatting.tokens;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.formatting.seal.Split;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts each example into the shard of its kind and side, and counts those that the template refuses. */
final class ShardMaker {
    private final Map<ExampleKind, Map<String, Shard>> shards = new EnumMap<>(ExampleKind.class);
    private final LabelNames labels = new LabelNames();
    private long conversations;
    private long refused;

    void add(ExampleEncoder encoder, String side, int row, Example example) {
        conversations += example.isConversation() ? 1 : 0;
        try {
            put(encoder, side, row, example);
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.TEMPLATE_INVALID) {
                throw e;
            }
            refused++;
        }
    }

    private void put(ExampleEncoder encoder, String side, int row, Example example) {
        switch (example.kind()) {
            case TEXT, PREFERENCE, UNPAIRED -> encoder.encode(example, row, shard(example.kind(), side));
            case RELATED -> encoder.encodeRelated(example, row, shard(example.kind(), side));
            case LABELLED -> {
                encoder.encode(example, row, shard(ExampleKind.TEXT, side));
                int label = labels.number(Objects.requireNonNull(example.label()));
                if (label >= 0) {
                    encoder.encodeLabelled(example, row, label, shard(example.kind(), side));
                }
            }
        }
    }

    /**
     * Sorts the classes, when all examples are there; too many of them are none.
     *
     * @return their names in the order of their numbers
     */
    List<String> sortLabels() {
        if (labels.areTooMany()) {
            shards.remove(ExampleKind.LABELLED);
            return List.of();
        }
        int[] numbers = labels.lastNumbers();
        shards(ExampleKind.LABELLED).values().forEach(shard -> shard.relabel(numbers));
        return labels.sorted();
    }

    private Shard shard(ExampleKind kind, String side) {
        return shards(kind).computeIfAbsent(side, name -> new Shard(kind != ExampleKind.TEXT));
    }

    /** @throws MillraceException {@link ErrorCode#TEMPLATE_INVALID} or {@link ErrorCode#LABELS_EMPTY} when there is nothing to train on */
    void check() {
        if (refused > 0 && refused == conversations) {
            throw new MillraceException(
                    ErrorCode.TEMPLATE_INVALID, "the template refuses all " + refused + " conversations");
        }
        if (Stream.of(ExampleKind.values())
                .allMatch(kind -> shard(kind, Split.TRAIN).supervised() == 0)) {
            throw new MillraceException(ErrorCode.LABELS_EMPTY, "the training split has no token that the loss counts");
        }
    }

    /** By split, always in the same order. */
    Map<String, Shard> shards(ExampleKind kind) {
        return shards.computeIfAbsent(kind, ShardMaker::empty);
    }

    private static Map<String, Shard> empty(ExampleKind kind) {
        Map<String, Shard> sides = new LinkedHashMap<>();
        List.of(Split.TRAIN, Split.VALIDATION, Split.TEST)
                .forEach(side -> sides.put(side, new Shard(kind != ExampleKind.TEXT)));
        return sides;
    }

    /** Number of examples without tokens, by code; null when there are none. */
    @Nullable
    Map<String, Long> skipped() {
        return refused == 0 ? null : Map.of(ErrorCode.TEMPLATE_INVALID.name(), refused);
    }
}
