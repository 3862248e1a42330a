package dev.millrace.model.distillation;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Teaching;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.training.DistillationSettings;
import dev.millrace.model.training.Measures;
import dev.millrace.model.training.Objective;
import dev.millrace.model.training.PackedDataset;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingPlan;
import java.util.List;
import java.util.Objects;

/** Each token of packed documents is told from those before it, as the texts have it and as a teacher would. */
public final class DistilledText implements Objective {
    private final DecoderModel student;
    private final DecoderModel teacher;
    private final PackedDataset dataset;
    private final DistillationSettings settings;

    /**
     * @param teacher another model of the same vocabulary, to be read only
     * @param plan whose regime says how the student listens
     * @throws MillraceException RUN_CONFIG_INVALID when plan, models and dataset do not fit, LABELS_EMPTY
     */
    public DistilledText(DecoderModel student, DecoderModel teacher, TokenDataset dataset, TrainingPlan plan) {
        this.student = student;
        this.teacher = teacher;
        this.settings = Objects.requireNonNull(plan.regime().distillation());
        int vocabulary = student.config().vocabulary();
        require(plan.context() <= student.config().maxPositions(), "context is longer than the model's");
        require(plan.context() <= teacher.config().maxPositions(), "context is longer than the teacher's");
        require(teacher.config().vocabulary() == vocabulary, "teacher has another number of tokens than the model");
        require(settings.top() <= vocabulary, "top is at most the number of tokens, " + vocabulary);
        dataset.requireKnown(vocabulary);
        this.dataset = PackedDataset.pack(dataset, plan.context(), plan.seed());
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, problem);
        }
    }

    @Override
    public Trainable model() {
        return student;
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public Work work(List<Integer> windows, CounterRandom draw) {
        return new Windows(dataset.batch(windows));
    }

    private final class Windows implements Work {
        private final PackedBatch batch;
        private Teaching.Losses losses = new Teaching.Losses(0, 0);

        private Windows(PackedBatch batch) {
            this.batch = batch;
        }

        @Override
        public long tokens() {
            return batch.size();
        }

        @Override
        public long supervised() {
            return batch.supervised();
        }

        @Override
        public double backward(List<NDArray> gradients, LossSettings loss) {
            losses = student.backward(
                    batch,
                    gradients,
                    loss,
                    new Teaching(teacher, settings.temperature(), settings.top(), settings.share()));
            double square = settings.temperature() * settings.temperature();
            return (1 - settings.share()) * losses.hard() + settings.share() * square * losses.soft();
        }

        @Override
        public void measure(Measures measures) {
            measures.add(Measures.HARD, losses.hard() / batch.supervised());
            measures.add(Measures.DIVERGENCE, losses.soft() / batch.supervised());
        }
    }
}
