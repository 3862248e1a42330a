package dev.millrace.model.preference;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.training.Measures;
import dev.millrace.model.training.PreferenceSettings;
import dev.millrace.model.training.TrainingPlan;

/** Some pairs under DPO. */
final class DirectWork extends PreferenceWork {
    private final DirectPreference rule;
    private final double[] references;
    private double[] rewards = new double[0];

    /** @param taken answers, of each pair the chosen one first */
    DirectWork(
            DecoderModel model,
            PreferenceDataset data,
            int[] taken,
            TrainingPlan plan,
            PreferenceSettings settings,
            double[] references) {
        super(model, batch(data, taken, plan.context()));
        this.rule = new DirectPreference(settings.beta(), settings.smoothing());
        this.references = Picked.of(references, taken);
    }

    private static AnswerBatch batch(PreferenceDataset data, int[] taken, int context) {
        AnswerBatch.Builder builder = new AnswerBatch.Builder(context);
        for (int answer : taken) {
            builder.add(data, answer);
        }
        return builder.build();
    }

    @Override
    public long supervised() {
        return answers().size() / 2;
    }

    @Override
    double judge(float[] logs, double[] slopes) {
        Judged judged = rule.judge(Picked.minus(answers().sums(logs), references));
        spread(judged.slopes(), slopes);
        rewards = judged.rewards();
        return judged.loss();
    }

    @Override
    public void measure(Measures measures) {
        Rewards.measurePairs(measures, rewards);
    }
}
