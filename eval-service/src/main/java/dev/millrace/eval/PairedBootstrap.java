package dev.millrace.eval;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The 95 % interval of how much better one model predicts than the other, by resampling documents (Efron 1979; paired as in Koehn 2004):
 * documents differ more from each other than models do, so each keeps its two scores together.
 */
final class PairedBootstrap {
    private static final double TAIL = 0.025;

    private final int resamples;
    private final long seed;

    PairedBootstrap(int resamples, long seed) {
        this.resamples = resamples;
        this.seed = seed;
    }

    /**
     * A document's scores.
     *
     * @param gain log-probability of the second model less that of the first, nats
     * @param tokens how many were scored
     */
    record Pair(double gain, long tokens) {
        Pair plus(Pair other) {
            return new Pair(gain + other.gain, tokens + other.tokens);
        }
    }

    /** Lower and upper end of the mean gain in nats per token. */
    List<Double> interval(List<Pair> pairs) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            means[i] = resampledMean(pairs, random);
        }
        Arrays.sort(means);
        int last = resamples - 1;
        return List.of(means[(int) Math.floor(TAIL * last)], means[(int) Math.ceil((1 - TAIL) * last)]);
    }

    private static double resampledMean(List<Pair> pairs, SplittableRandom random) {
        double gain = 0;
        long tokens = 0;
        for (int j = 0; j < pairs.size(); j++) {
            Pair pair = pairs.get(random.nextInt(pairs.size()));
            gain += pair.gain();
            tokens += pair.tokens();
        }
        return gain / tokens;
    }
}
