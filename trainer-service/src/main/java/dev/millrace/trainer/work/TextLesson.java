package dev.millrace.trainer.work;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.training.NextToken;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.trainer.plan.Corpus;
import java.util.Optional;

/** Texts and conversations. */
record TextLesson(TokenDataset train, Optional<TokenDataset> validation) implements Lesson {
    @Override
    public Corpus corpus(int vocabulary) {
        return new Corpus(train.tokens().length, vocabulary);
    }

    @Override
    public Taught teach(DecoderModel model, TrainingPlan plan) {
        return new Taught(new NextToken(model, train, plan), new ValidationLoss(model, validation, plan));
    }
}
