package dev.millrace.model.preference;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.training.Objective;
import java.util.List;

/** Answers that are judged together. */
abstract class PreferenceWork implements Objective.Work {
    private final DecoderModel model;
    private final AnswerBatch answers;
    private double loss;

    PreferenceWork(DecoderModel model, AnswerBatch answers) {
        this.model = model;
        this.answers = answers;
    }

    AnswerBatch answers() {
        return answers;
    }

    /**
     * Judges the answers and keeps what is to be measured.
     *
     * @param logs log-probabilities of the predicted tokens [M]
     * @param slopes takes the derivative of the loss by each of them [M]
     * @return sum of the losses
     */
    abstract double judge(float[] logs, double[] slopes);

    /** What is computed before, without a way back. */
    void prepare(Precision precision) {}

    @Override
    public long tokens() {
        return answers.batch().size();
    }

    @Override
    public double backward(List<NDArray> gradients, LossSettings settings) {
        prepare(settings.precision());
        model.backward(answers.batch(), gradients, settings, logs -> weights(logs, settings.scale()));
        return loss;
    }

    private float[] weights(float[] logs, double scale) {
        double[] slopes = new double[logs.length];
        loss = judge(logs, slopes);
        float[] weights = new float[logs.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (-scale * slopes[i]);
        }
        return weights;
    }

    /** Sum of the losses, without gradients. */
    double loss(Precision precision) {
        prepare(precision);
        float[] logs = model.score(answers.batch(), precision)[0];
        return judge(logs, new double[logs.length]);
    }

    /** Gives every own token of an answer its answer's slope. */
    void spread(double[] ofAnswers, double[] slopes) {
        for (int i = 0; i < slopes.length; i++) {
            if (answers.counted()[i]) {
                slopes[i] += ofAnswers[answers.answers()[i]];
            }
        }
    }
}
