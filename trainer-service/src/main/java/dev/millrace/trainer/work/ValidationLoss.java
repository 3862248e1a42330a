package dev.millrace.trainer.work;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.scoring.DocumentScore;
import dev.millrace.model.scoring.Scorer;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.model.training.TrainingView;
import java.util.Arrays;
import java.util.Optional;

/** Mean loss on the first documents of the validation split, in nats per supervised token. */
final class ValidationLoss implements HeldOut {
    /** So many tokens are enough to see a trend, and little work beside a checkpoint. */
    private static final int MOST_TOKENS = 16_384;

    private final DecoderModel model;
    private final Optional<TokenDataset> dataset;
    private final TrainingPlan plan;

    ValidationLoss(DecoderModel model, Optional<TokenDataset> validation, TrainingPlan plan) {
        this.model = model;
        this.dataset = validation.map(ValidationLoss::beginning);
        this.plan = plan;
    }

    private static TokenDataset beginning(TokenDataset all) {
        int documents = 0;
        while (documents < all.documents() && all.end(documents) <= MOST_TOKENS) {
            documents++;
        }
        int end = documents == 0 ? 0 : all.end(documents - 1);
        return new TokenDataset(
                Arrays.copyOf(all.tokens(), end),
                Arrays.copyOf(all.lossMask(), end),
                Arrays.copyOf(all.documentOffsets(), documents + 1));
    }

    @Override
    public long tokens() {
        return dataset.map(tokens -> tokens.tokens().length).orElse(0);
    }

    @Override
    public double applyAsDouble(TrainingView view) {
        if (dataset.isEmpty()) {
            return Double.NaN;
        }
        DocumentScore sum = new Scorer(model, plan.context(), plan.precision())
                .score(dataset.get()).stream().reduce(new DocumentScore(0, 0, 0), DocumentScore::plus);
        return sum.tokens() == 0 ? Double.NaN : -sum.logProbability() / sum.tokens();
    }
}
