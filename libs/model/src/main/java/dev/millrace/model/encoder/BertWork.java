package dev.millrace.model.encoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.training.Objective;
import java.util.List;

/** A batch for a BERT: what its targets are, its head knows. */
record BertWork(BertModel model, PackedBatch batch, double temperature) implements Objective.Work {
    @Override
    public long tokens() {
        return batch.size();
    }

    @Override
    public long supervised() {
        return batch.targets().length;
    }

    @Override
    public double backward(List<NDArray> gradients, LossSettings settings) {
        return model.backward(batch, temperature, gradients, settings);
    }

    /** Sum of the losses, nothing learned. */
    double loss(Precision precision) {
        return model.loss(batch, temperature, precision);
    }
}
