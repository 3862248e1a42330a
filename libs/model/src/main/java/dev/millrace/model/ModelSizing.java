package dev.millrace.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * Chooses the size of a decoder that is trained from scratch. A small corpus is seen many times over, so a model far
 * beyond it only learns it by heart; the steps below keep weights within a few times the number of tokens.
 */
public final class ModelSizing {
    private static final int HEAD_WIDTH = 64;
    private static final List<Step> STEPS = List.of(
            new Step(0, 128, 4),
            new Step(300_000, 256, 4),
            new Step(1_000_000, 256, 6),
            new Step(2_500_000, 384, 6),
            new Step(20_000_000, 512, 8),
            new Step(200_000_000, 576, 30));

    private ModelSizing() {}

    private record Step(long fromTokens, int width, int layers) {}

    /**
     * What the caller wants to decide; an empty entry is chosen from the amount of text.
     *
     * @param heads number of attention heads; empty for heads of 64
     * @param feedForward inner width; empty for 8/3 of the width, rounded up to a multiple of 64
     */
    public record Wish(
            OptionalInt width,
            OptionalInt layers,
            OptionalInt heads,
            OptionalInt keyValueHeads,
            OptionalInt feedForward) {
        /** Everything is chosen. */
        public static final Wish AUTO = new Wish(
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    /**
     * A configuration for a corpus.
     *
     * @param vocabulary number of token ids
     * @param tokens tokens of the training text
     * @param maxPositions longest context in tokens
     */
    public static DecoderConfig choose(int vocabulary, long tokens, int maxPositions, Wish wish) {
        Step step = STEPS.reversed().stream()
                .filter(candidate -> tokens >= candidate.fromTokens())
                .findFirst()
                .orElseThrow();
        int width = wish.width().orElse(step.width());
        int heads = wish.heads().orElse(Math.max(1, width / HEAD_WIDTH));
        if (width % heads != 0) {
            throw DecoderConfig.unsupported("the number of heads does not divide the width");
        }
        return new DecoderConfig(
                vocabulary,
                width,
                wish.feedForward().orElse((width * 8 / 3 + 63) / 64 * 64),
                wish.layers().orElse(step.layers()),
                heads,
                wish.keyValueHeads().orElse(heads),
                width / heads,
                maxPositions,
                1e-5,
                new RopeSettings(10_000, null),
                true,
                0.02,
                null,
                List.of());
    }
}
