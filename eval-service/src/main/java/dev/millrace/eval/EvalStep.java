package dev.millrace.eval;

import dev.millrace.contracts.event.EvaluationCompleted.Gate;
import dev.millrace.contracts.event.EvaluationCompleted.Scores;
import dev.millrace.contracts.recipe.EvaluationRecipe;
import dev.millrace.model.scoring.DocumentScore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From the scores of examples to a comparison and a decision; nothing else counts than what is handed in. */
public final class EvalStep {
    private static final int LEAST_DOCUMENTS = 2;
    private static final String TOO_FEW = "minimumDocuments";
    private static final Scores NOTHING = new Scores(1, 0, 0);

    private final PairedBootstrap bootstrap;

    /**
     * @param resamples of the bootstrap
     * @param seed so that the same scores give the same interval
     */
    public EvalStep(int resamples, long seed) {
        this.bootstrap = new PairedBootstrap(resamples, seed);
    }

    /**
     * What the scores say.
     *
     * @param documents how many units were resampled
     */
    public record Comparison(Scores base, Scores tuned, List<Double> interval, int documents, long tokens, Gate gate) {}

    /**
     * Compares.
     *
     * @param examples each with at least one token, scored by both models; of none the scores are those of nothing, and the gate stays shut
     */
    public Comparison compare(List<ScoredExample> examples, EvaluationRecipe recipe) {
        if (examples.isEmpty()) {
            return new Comparison(NOTHING, NOTHING, List.of(0.0, 0.0), 0, 0, new Gate(false, TOO_FEW));
        }
        Collection<PairedBootstrap.Pair> pairs = pairs(examples);
        List<Double> interval = bootstrap.interval(List.copyOf(pairs));
        return new Comparison(
                scores(examples.stream().map(ScoredExample::base)),
                scores(examples.stream().map(ScoredExample::tuned)),
                interval,
                pairs.size(),
                examples.stream().mapToLong(example -> example.base().tokens()).sum(),
                gate(interval, pairs.size(), recipe));
    }

    /** One of each unit, in the order in which they come first. */
    private static Collection<PairedBootstrap.Pair> pairs(List<ScoredExample> examples) {
        Map<String, PairedBootstrap.Pair> pairs = new LinkedHashMap<>();
        for (ScoredExample each : examples) {
            double gain = each.tuned().logProbability() - each.base().logProbability();
            PairedBootstrap.Pair pair =
                    new PairedBootstrap.Pair(gain, each.base().tokens());
            pairs.merge(each.unit(), pair, PairedBootstrap.Pair::plus);
        }
        return pairs.values();
    }

    /**
     * A model passes when even the low end of what it may have gained is above what is asked. One document shows nothing of how much documents
     * differ: its interval is a point.
     */
    private static Gate gate(List<Double> interval, int documents, EvaluationRecipe recipe) {
        if (documents < LEAST_DOCUMENTS) {
            return new Gate(false, TOO_FEW);
        }
        boolean passed = interval.getFirst() > recipe.minimumGain();
        return new Gate(passed, passed ? null : "minimumGain");
    }

    private static Scores scores(Stream<DocumentScore> examples) {
        DocumentScore sum = examples.reduce(new DocumentScore(0, 0, 0), DocumentScore::plus);
        double loss = -sum.logProbability() / sum.tokens();
        return new Scores(Math.exp(loss), loss, (double) sum.correct() / sum.tokens());
    }
}
