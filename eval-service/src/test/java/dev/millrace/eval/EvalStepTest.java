package dev.millrace.eval;

import dev.millrace.contracts.recipe.EvaluationRecipe;
import dev.millrace.model.scoring.DocumentScore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EvalStepTest {
    private final EvalStep step = new EvalStep(2000, 1);

    @Test
    void scoresAreSumsOverTokensNotMeansOverDocuments() {
        EvalStep.Comparison comparison = compare(
                example("a", new DocumentScore(-10, 10, 5), new DocumentScore(-10, 10, 10)),
                example("b", new DocumentScore(-270, 90, 45), new DocumentScore(-90, 90, 80)));

        assertThat(comparison.base().loss()).isEqualTo(2.8, within(1e-12));
        assertThat(comparison.base().perplexity()).isEqualTo(Math.exp(2.8), within(1e-9));
        assertThat(comparison.tuned().loss()).isEqualTo(1.0, within(1e-12));
        assertThat(comparison.tuned().tokenAccuracy()).isEqualTo(0.9, within(1e-12));
        assertThat(comparison.tokens()).isEqualTo(100);
        assertThat(comparison.documents()).isEqualTo(2);
    }

    @Test
    void aGainThatEveryDocumentSharesHasANarrowInterval() {
        EvalStep.Comparison comparison = compare(examples(40, i -> 10.0));

        assertThat(comparison.interval().get(0)).isEqualTo(1.0, within(1e-9));
        assertThat(comparison.interval().get(1)).isEqualTo(1.0, within(1e-9));
        assertThat(comparison.gate().passed()).isTrue();
    }

    @Test
    void noiseDoesNotPassTheGate() {
        EvalStep.Comparison comparison = compare(examples(40, i -> i % 2 == 0 ? 5.0 : -5.0));

        assertThat(comparison.interval().get(0)).isNegative();
        assertThat(comparison.interval().get(1)).isPositive();
        assertThat(comparison.gate().passed()).isFalse();
        assertThat(comparison.gate().failedRule()).isEqualTo("minimumGain");
    }

    @Test
    void theIntervalOfALargeSampleAgreesWithTheNormalOne() {
        List<Double> interval = compare(examples(400, i -> 10 * Math.sin(i))).interval();

        double half = 1.96 * Math.sqrt(0.5) / Math.sqrt(400);
        assertThat(interval.get(0)).isEqualTo(-half, within(0.012));
        assertThat(interval.get(1)).isEqualTo(half, within(0.012));
    }

    /** Examples of one document are no independent witnesses: as many as one cuts it into, they are one. */
    @Test
    void examplesOfOneDocumentAreResampledTogether() {
        List<ScoredExample> whole = new ArrayList<>();
        List<ScoredExample> cut = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            double gain = 4 * Math.sin(i);
            whole.add(example("d-" + i, new DocumentScore(-40, 20, 0), new DocumentScore(-40 + gain, 20, 0)));
            for (int part = 0; part < 4; part++) {
                cut.add(example("d-" + i, new DocumentScore(-10, 5, 0), new DocumentScore(-10 + gain / 4, 5, 0)));
            }
        }

        EvalStep.Comparison ofCut = step.compare(cut, EvaluationRecipe.defaults());

        assertThat(ofCut.documents()).isEqualTo(30);
        assertThat(ofCut.interval().get(0))
                .isEqualTo(
                        step.compare(whole, EvaluationRecipe.defaults())
                                .interval()
                                .get(0),
                        within(1e-9));
        assertThat(ofCut.interval().get(1))
                .isEqualTo(
                        step.compare(whole, EvaluationRecipe.defaults())
                                .interval()
                                .get(1),
                        within(1e-9));
    }

    @Test
    void oneDocumentIsTooFewToPassHoweverManyExamplesItHas() {
        ScoredExample example = example("d", new DocumentScore(-30, 10, 0), new DocumentScore(-10, 10, 0));

        EvalStep.Comparison comparison = compare(example, example, example);

        assertThat(comparison.documents()).isEqualTo(1);
        assertThat(comparison.gate().passed()).isFalse();
        assertThat(comparison.gate().failedRule()).isEqualTo("minimumDocuments");
    }

    @Test
    void whereNothingIsHeldOutTheGateStaysShut() {
        EvalStep.Comparison comparison = compare();

        assertThat(comparison.documents()).isZero();
        assertThat(comparison.interval()).containsExactly(0.0, 0.0);
        assertThat(comparison.gate().passed()).isFalse();
        assertThat(comparison.gate().failedRule()).isEqualTo("minimumDocuments");
    }

    @Test
    void theLowEndMustBeAboveWhatTheRecipeAsks() {
        ScoredExample[] gained = examples(40, i -> 10.0);

        assertThat(step.compare(List.of(gained), new EvaluationRecipe(true, 0.99))
                        .gate()
                        .passed())
                .isTrue();
        assertThat(step.compare(List.of(gained), new EvaluationRecipe(true, 1.01))
                        .gate()
                        .passed())
                .isFalse();
    }

    @Test
    void theSameScoresGiveTheSameInterval() {
        ScoredExample[] noise = examples(40, Math::sin);

        assertThat(compare(noise)).isEqualTo(compare(noise));
    }

    private EvalStep.Comparison compare(ScoredExample... examples) {
        return step.compare(List.of(examples), EvaluationRecipe.defaults());
    }

    private static ScoredExample example(String unit, DocumentScore base, DocumentScore tuned) {
        return new ScoredExample(0, unit, 0, unit, base, tuned);
    }

    /** Documents of ten tokens at -3 each, and what the tuned model gains on them. */
    private static ScoredExample[] examples(int count, IntToDoubleFunction gain) {
        return IntStream.range(0, count)
                .mapToObj(i -> example(
                        "d-" + i, new DocumentScore(-30, 10, 0), new DocumentScore(-30 + gain.applyAsDouble(i), 10, 0)))
                .toArray(ScoredExample[]::new);
    }
}
