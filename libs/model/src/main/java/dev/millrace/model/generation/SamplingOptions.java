package dev.millrace.model.generation;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.Set;

/**
 * How tokens are chosen and when to end.
 *
 * @param maxTokens most tokens to generate
 * @param temperature 0 takes the likeliest token, 1 samples the model's own distribution
 * @param topP samples only among the likeliest tokens that together reach this probability, in (0, 1]
 * @param seed equal seeds give equal tokens
 * @param stopTokens ids that end the text; they are not handed on
 */
public record SamplingOptions(int maxTokens, double temperature, double topP, long seed, Set<Integer> stopTokens) {
    public SamplingOptions {
        stopTokens = Set.copyOf(stopTokens);
        check(maxTokens >= 0, "maxTokens");
        check(temperature >= 0 && temperature <= 100, "temperature");
        check(topP > 0 && topP <= 1, "topP");
    }

    /** Always the likeliest token. */
    public static SamplingOptions greedy(int maxTokens, Set<Integer> stopTokens) {
        return new SamplingOptions(maxTokens, 0, 1, 0, stopTokens);
    }

    private static void check(boolean holds, String name) {
        if (!holds) {
            throw new MillraceException(ErrorCode.REQUEST_INVALID, "The value of " + name + " is not allowed.");
        }
    }
}
