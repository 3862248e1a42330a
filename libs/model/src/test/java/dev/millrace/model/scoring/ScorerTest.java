package dev.millrace.model.scoring;

import dev.millrace.model.Fixture;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.training.TokenDataset;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScorerTest {
    private static final TokenDataset DATA = new TokenDataset(
            new int[] {5, 6, 7, 8, 9, 4, 3, 10}, new byte[] {1, 1, 0, 1, 1, 1, 1, 1}, new long[] {0, 5, 6, 8});

    @Test
    void countsSupervisedTokensButADocumentsFirst() {
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), Fixture.directory())) {
            List<DocumentScore> scores = new Scorer(model, 64, Precision.FP32).score(DATA);
            assertThat(scores).extracting(DocumentScore::tokens).containsExactly(3L, 0L, 1L);
        }
    }

    @Test
    void sumsTheLogProbabilitiesOfTheModel() {
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), Fixture.directory())) {
            float[][] logits = model.logits(new int[] {5, 6, 7, 8});
            double expected = log(logits[0], 6) + log(logits[2], 8) + log(logits[3], 9);
            DocumentScore score =
                    new Scorer(model, 64, Precision.FP32).score(DATA).getFirst();
            assertThat(score.logProbability()).isCloseTo(expected, within(1e-3));
            assertThat(score.perplexity()).isCloseTo(Math.exp(-expected / 3), within(1e-2));
        }
    }

    @Test
    void cutsDocumentsLongerThanTheContextWithoutLosingATarget() {
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), Fixture.directory())) {
            DocumentScore cut = new Scorer(model, 2, Precision.FP32).score(DATA).getFirst();
            float[][] first = model.logits(new int[] {5, 6});
            float[][] second = model.logits(new int[] {7, 8});
            assertThat(cut.tokens()).isEqualTo(3);
            assertThat(cut.logProbability())
                    .isCloseTo(log(first[0], 6) + log(second[0], 8) + log(second[1], 9), within(1e-3));
        }
    }

    private static double log(float[] logits, int token) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return logits[token] - Math.log(sum);
    }
}
