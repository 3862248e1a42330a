package dev.millrace.model.encoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.training.Objective;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingPlan;
import java.util.List;
import java.util.stream.IntStream;

/** What a BERT can be trained for. */
public abstract sealed class BertObjective implements Objective permits MaskedTokens, RelatedTexts, TextClasses {
    private static final long HELD_OUT = 0x48454c44L;

    private final BertModel model;
    private final TrainingPlan plan;

    /** @throws MillraceException RUN_CONFIG_INVALID when plan, model and texts do not fit, LABELS_EMPTY when there are none */
    BertObjective(BertModel model, BertHead head, TokenDataset texts, TrainingPlan plan) {
        if (model.head() != head) {
            throw new IllegalArgumentException("the model has another head");
        }
        refuseIf(
                plan.context() > model.config().maxPositions(),
                "The value of context is longer than the model's context.");
        refuseIf(plan.context() < 3, "The value of context leaves no room between a text's first token and its last.");
        texts.requireKnown(model.config().vocabulary());
        this.model = model;
        this.plan = plan;
    }

    static void refuseIf(boolean wrong, String why) {
        if (wrong) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, why);
        }
    }

    static void requireAny(int rows) {
        if (rows == 0) {
            throw new MillraceException(ErrorCode.LABELS_EMPTY, "The dataset holds nothing to learn from.");
        }
    }

    /** The inputs of some rows, and what is to be told of them. */
    abstract PackedBatch batch(List<Integer> rows, CounterRandom draw);

    /** Divisor of cosines; of no account to the others. */
    double temperature() {
        return 1;
    }

    @Override
    public final Trainable model() {
        return model;
    }

    final BertModel bert() {
        return model;
    }

    final int context() {
        return plan.context();
    }

    @Override
    public final Work work(List<Integer> rows, CounterRandom draw) {
        return made(rows, draw);
    }

    private BertWork made(List<Integer> rows, CounterRandom draw) {
        return new BertWork(model, batch(rows, draw), temperature());
    }

    /** Mean loss of the first rows under the model as it is; the same tokens are hidden every time. */
    public final double loss(int most) {
        double loss = 0;
        long count = 0;
        int rows = Math.min(most, size());
        for (int from = 0; from < rows; from += plan.batch()) {
            List<Integer> some = IntStream.range(from, Math.min(rows, from + plan.batch()))
                    .boxed()
                    .toList();
            BertWork work = made(some, CounterRandom.keyed(HELD_OUT, from));
            loss += work.loss(plan.precision());
            count += work.supervised();
        }
        return loss / count;
    }
}
