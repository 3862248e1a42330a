package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Trainable;
import java.util.List;

/** Each token of packed documents is told from those before it. */
public final class NextToken implements Objective {
    private final DecoderModel model;
    private final PackedDataset dataset;

    /** @throws MillraceException RUN_CONFIG_INVALID when plan, model and dataset do not fit, LABELS_EMPTY */
    public NextToken(DecoderModel model, TokenDataset dataset, TrainingPlan plan) {
        if (plan.context() > model.config().maxPositions()) {
            throw new MillraceException(
                    ErrorCode.RUN_CONFIG_INVALID, "The value of context is longer than the model's context.");
        }
        dataset.requireKnown(model.config().vocabulary());
        this.model = model;
        this.dataset = PackedDataset.pack(dataset, plan.context(), plan.seed());
    }

    @Override
    public Trainable model() {
        return model;
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public Work work(List<Integer> windows, CounterRandom draw) {
        return new Windows(model, dataset.batch(windows));
    }

    private record Windows(DecoderModel model, PackedBatch batch) implements Work {
        @Override
        public long tokens() {
            return batch.size();
        }

        @Override
        public long supervised() {
            return batch.supervised();
        }

        @Override
        public double backward(List<NDArray> gradients, LossSettings settings) {
            return model.backward(batch, gradients, settings);
        }
    }
}
