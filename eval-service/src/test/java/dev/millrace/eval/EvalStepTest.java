package dev.millrace.eval;

import dev.millrace.contracts.recipe.EvaluationRecipe;
import dev.millrace.model.scoring.DocumentScore;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EvalStepTest {
    private final EvalStep step = new EvalStep(2000, 1);

    @Test
    void scoresAreSumsOverTokensNotMeansOverDocuments() {
        EvalStep.Comparison comparison = step.compare(
                List.of(new DocumentScore(-10, 10, 5), new DocumentScore(-270, 90, 45)),
                List.of(new DocumentScore(-10, 10, 10), new DocumentScore(-90, 90, 80)),
                EvaluationRecipe.defaults());

        assertThat(comparison.base().loss()).isEqualTo(2.8, within(1e-12));
        assertThat(comparison.base().perplexity()).isEqualTo(Math.exp(2.8), within(1e-9));
        assertThat(comparison.tuned().loss()).isEqualTo(1.0, within(1e-12));
        assertThat(comparison.tuned().tokenAccuracy()).isEqualTo(0.9, within(1e-12));
        assertThat(comparison.tokens()).isEqualTo(100);
    }

    @Test
    void aGainThatEveryDocumentSharesHasANarrowInterval() {
        EvalStep.Comparison comparison = step.compare(scores(-3), scores(-2), EvaluationRecipe.defaults());

        assertThat(comparison.interval().get(0)).isEqualTo(1.0, within(1e-9));
        assertThat(comparison.interval().get(1)).isEqualTo(1.0, within(1e-9));
        assertThat(comparison.gate().passed()).isTrue();
    }

    @Test
    void noiseDoesNotPassTheGate() {
        List<DocumentScore> tuned = IntStream.range(0, 40)
                .mapToObj(i -> new DocumentScore(-30 + (i % 2 == 0 ? 5 : -5), 10, 0))
                .toList();

        EvalStep.Comparison comparison = step.compare(scores(-3), tuned, EvaluationRecipe.defaults());

        assertThat(comparison.interval().get(0)).isNegative();
        assertThat(comparison.interval().get(1)).isPositive();
        assertThat(comparison.gate().passed()).isFalse();
        assertThat(comparison.gate().failedRule()).isEqualTo("minimumGain");
    }

    @Test
    void theIntervalOfALargeSampleAgreesWithTheNormalOne() {
        List<DocumentScore> tuned = IntStream.range(0, 400)
                .mapToObj(i -> new DocumentScore(-3 + Math.sin(i), 1, 0))
                .toList();
        List<DocumentScore> base = IntStream.range(0, 400)
                .mapToObj(i -> new DocumentScore(-3, 1, 0))
                .toList();

        List<Double> interval =
                step.compare(base, tuned, EvaluationRecipe.defaults()).interval();

        double half = 1.96 * Math.sqrt(0.5) / Math.sqrt(400);
        assertThat(interval.get(0)).isEqualTo(-half, within(0.012));
        assertThat(interval.get(1)).isEqualTo(half, within(0.012));
    }

    private static List<DocumentScore> scores(double perToken) {
        return IntStream.range(0, 40)
                .mapToObj(i -> new DocumentScore(10 * perToken, 10, 0))
                .toList();
    }
}
