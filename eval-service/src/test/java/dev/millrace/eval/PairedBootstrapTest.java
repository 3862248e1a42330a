package dev.millrace.eval;

import dev.millrace.eval.PairedBootstrap.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The interval against what is worked out by other means. */
class PairedBootstrapTest {
    private static final int RESAMPLES = 40_000;

    /** Five documents can be drawn in 5^5 ways: all of them are counted, no chance about it. */
    @Test
    void isTheIntervalOfAllResamplesThereAre() {
        List<Pair> pairs =
                List.of(new Pair(3.5, 10), new Pair(-2, 40), new Pair(7, 25), new Pair(0.3, 5), new Pair(11, 30));
        List<Double> all = new ArrayList<>();
        everyDraw(pairs, 0, 0, 0, all);
        Collections.sort(all);
        assertThat(all).hasSize(3125);

        List<Double> interval = new PairedBootstrap(RESAMPLES, 1).interval(pairs);

        assertShareBelow(all, interval.get(0), 0.025);
        assertShareBelow(all, interval.get(1), 0.975);
    }

    private static void everyDraw(List<Pair> pairs, int drawn, double gain, long tokens, List<Double> means) {
        if (drawn == pairs.size()) {
            means.add(gain / tokens);
            return;
        }
        for (Pair pair : pairs) {
            everyDraw(pairs, drawn + 1, gain + pair.gain(), tokens + pair.tokens(), means);
        }
    }

    /** Many draws have the same mean: the bound may be any of those around the share. */
    private static void assertShareBelow(List<Double> sorted, double bound, double share) {
        double size = sorted.size();
        double below = sorted.stream().filter(mean -> mean < bound - 1e-9).count() / size;
        double upTo = sorted.stream().filter(mean -> mean <= bound + 1e-9).count() / size;
        assertThat(below).isLessThan(share + 0.005);
        assertThat(upTo).isGreaterThan(share - 0.005);
    }

    /** The textbook's loop, with other random numbers and other arithmetic. */
    @Test
    void agreesWithAPlainImplementation() {
        Random random = new Random(11);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long tokens = 1 + random.nextInt(300);
            pairs.add(new Pair(tokens * (0.2 + random.nextGaussian()), tokens));
        }

        List<Double> interval = new PairedBootstrap(RESAMPLES, 1).interval(pairs);
        List<Double> plain = plain(pairs, random);

        assertThat(interval.get(0)).isEqualTo(plain.get(0), within(0.01));
        assertThat(interval.get(1)).isEqualTo(plain.get(1), within(0.01));
    }

    private static List<Double> plain(List<Pair> pairs, Random random) {
        List<Double> means = new ArrayList<>();
        for (int i = 0; i < RESAMPLES; i++) {
            List<Pair> drawn = random.ints(pairs.size(), 0, pairs.size())
                    .mapToObj(pairs::get)
                    .toList();
            double tokens = drawn.stream().mapToDouble(Pair::tokens).sum();
            means.add(drawn.stream().mapToDouble(pair -> pair.gain() / tokens).sum());
        }
        Collections.sort(means);
        return List.of(means.get(RESAMPLES / 40), means.get(RESAMPLES - 1 - RESAMPLES / 40));
    }

    @Test
    void theEndsAreInOrderAndAroundTheMean() {
        List<Pair> pairs = List.of(new Pair(1, 10), new Pair(4, 10), new Pair(-2, 10));

        List<Double> interval = new PairedBootstrap(2000, 7).interval(pairs);

        assertThat(interval.get(0)).isLessThan(0.1).isGreaterThanOrEqualTo(-0.2);
        assertThat(interval.get(1)).isGreaterThan(0.1).isLessThanOrEqualTo(0.4);
    }
}
