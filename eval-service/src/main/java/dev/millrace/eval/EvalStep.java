package dev.millrace.eval;

import dev.millrace.contracts.event.EvaluationCompleted.Gate;
import dev.millrace.contracts.event.EvaluationCompleted.Scores;
import dev.millrace.contracts.recipe.EvaluationRecipe;
import dev.millrace.model.scoring.DocumentScore;
import java.util.List;
import java.util.stream.IntStream;

/** From the scores of documents to a comparison and a decision; nothing else counts than what is handed in. */
public final class EvalStep {
    private final PairedBootstrap bootstrap;

    /**
     * @param resamples of the bootstrap
     * @param seed so that the same scores give the same interval
     */
    public EvalStep(int resamples, long seed) {
        this.bootstrap = new PairedBootstrap(resamples, seed);
    }

    /** What the scores say. */
    public record Comparison(Scores base, Scores tuned, List<Double> interval, long tokens, Gate gate) {}

    /** @param base and {@code tuned} score the same documents in the same order, each with at least one token */
    public Comparison compare(List<DocumentScore> base, List<DocumentScore> tuned, EvaluationRecipe recipe) {
        List<PairedBootstrap.Pair> pairs = IntStream.range(0, base.size())
                .mapToObj(i -> new PairedBootstrap.Pair(
                        tuned.get(i).logProbability() - base.get(i).logProbability(),
                        base.get(i).tokens()))
                .toList();
        List<Double> interval = bootstrap.interval(pairs);
        long tokens = base.stream().mapToLong(DocumentScore::tokens).sum();
        return new Comparison(scores(base), scores(tuned), interval, tokens, gate(interval, recipe));
    }

    /** A model passes when even the low end of what it may have gained is above what is asked. */
    private static Gate gate(List<Double> interval, EvaluationRecipe recipe) {
        boolean passed = interval.getFirst() > recipe.minimumGain();
        return new Gate(passed, passed ? null : "minimumGain");
    }

    private static Scores scores(List<DocumentScore> documents) {
        DocumentScore sum = documents.stream().reduce(new DocumentScore(0, 0, 0), DocumentScore::plus);
        double loss = -sum.logProbability() / sum.tokens();
        return new Scores(Math.exp(loss), loss, (double) sum.correct() / sum.tokens());
    }
}
