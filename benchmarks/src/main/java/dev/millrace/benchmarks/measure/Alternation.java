package dev.millrace.benchmarks.measure;

import java.util.List;
import java.util.function.Consumer;

/** Measures contestants in turn, so that what the machine does meanwhile meets all of them; every other round goes backwards. */
public final class Alternation {
    private final int rounds;
    private final Consumer<String> progress;

    public Alternation(int rounds, Consumer<String> progress) {
        this.rounds = rounds;
        this.progress = progress;
    }

    public Samples run(List<? extends Contestant> contestants) throws Exception {
        for (Contestant contestant : contestants) {
            if (!contestant.startsCold()) {
                progress.accept("warm-up: " + contestant.name());
                for (int i = 0; i < contestant.warmUps(); i++) {
                    contestant.measure(new Samples());
                }
            }
        }
        Samples samples = new Samples();
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : round % 2 == 1 ? contestants : contestants.reversed()) {
                progress.accept("round " + round + " of " + rounds + ": " + contestant.name());
                contestant.measure(samples);
            }
        }
        return samples;
    }
}
