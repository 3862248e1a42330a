package dev.millrace.model.generation;

import dev.millrace.model.CounterRandom;
import java.util.Arrays;

/** Chooses a token from logits; the n-th choice of a seed is always the same. */
final class TokenChooser {
    private final SamplingOptions options;
    private final CounterRandom random;
    private long choices;

    TokenChooser(SamplingOptions options) {
        this.options = options;
        this.random = CounterRandom.keyed(options.seed(), 0x47454eL);
    }

    int choose(float[] logits) {
        if (options.temperature() == 0) {
            return likeliest(logits);
        }
        double[] weights = weights(logits);
        double draw = random.uniform(choices++);
        return options.topP() < 1 ? nucleus(weights, draw) : walk(weights, draw);
    }

    static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Probabilities up to a common factor. */
    private double[] weights(float[] logits) {
        float highest = logits[likeliest(logits)];
        double[] weights = new double[logits.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp((logits[i] - highest) / options.temperature());
        }
        return weights;
    }

    private static int walk(double[] weights, double draw) {
        double left = draw * Arrays.stream(weights).sum();
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                last = i;
                left -= weights[i];
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Holtzman et al., "The curious case of neural text degeneration", 2020. */
    private int nucleus(double[] weights, double draw) {
        double total = Arrays.stream(weights).sum();
        long[] order = byFallingWeight(weights, total);
        double kept = 0;
        int size = 0;
        while (size < order.length && kept < options.topP() * total) {
            kept += weights[token(order[size++])];
        }
        double left = draw * kept;
        for (int i = 0; i < size; i++) {
            left -= weights[token(order[i])];
            if (left < 0) {
                return token(order[i]);
            }
        }
        return token(order[size - 1]);
    }

    /**
     * Tokens with the largest weight first, ties by id. The sort key is the weight's bits, turned round, above the id;
     * tokens too unlikely to be in any nucleus are left out before sorting.
     */
    private long[] byFallingWeight(double[] weights, double total) {
        double floor = (1 - options.topP()) * total / weights.length;
        long[] keys = new long[weights.length];
        int size = 0;
        for (int token = 0; token < weights.length; token++) {
            if (weights[token] >= floor) {
                keys[size++] = ((long) ~Float.floatToRawIntBits((float) weights[token]) << 32) | token;
            }
        }
        long[] order = Arrays.copyOf(keys, size);
        Arrays.sort(order);
        return order;
    }

    private static int token(long key) {
        return (int) key;
    }
}
