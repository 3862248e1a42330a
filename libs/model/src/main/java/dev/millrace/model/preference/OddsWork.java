package dev.millrace.model.preference;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.training.Measures;
import dev.millrace.model.training.PreferenceSettings;
import dev.millrace.model.training.TrainingPlan;
import java.util.Arrays;

/** Some pairs under ORPO: all tokens of the chosen text are learned, its prompt's too, and the answers' odds are compared. */
final class OddsWork extends PreferenceWork {
    private final OddsRatio rule;
    private double[] rewards = new double[0];

    /** @param taken answers, of each pair the chosen one first */
    OddsWork(DecoderModel model, PreferenceDataset data, int[] taken, TrainingPlan plan, PreferenceSettings settings) {
        super(model, batch(data, taken, plan.context()));
        this.rule = new OddsRatio(settings.beta());
    }

    private static AnswerBatch batch(PreferenceDataset data, int[] taken, int context) {
        AnswerBatch.Builder builder = new AnswerBatch.Builder(context);
        for (int i = 0; i < taken.length; i += 2) {
            builder.addWhole(data, taken[i]).add(data, taken[i + 1]);
        }
        return builder.build();
    }

    @Override
    public long supervised() {
        return answers().size() / 2;
    }

    @Override
    double judge(float[] logs, double[] slopes) {
        int[] lengths = answers().lengths();
        double[] means = answers().sums(logs);
        Arrays.setAll(means, i -> means[i] / lengths[i]);
        Judged judged = rule.judge(means);
        double[] ofTokens = judged.slopes();
        Arrays.setAll(ofTokens, i -> ofTokens[i] / lengths[i]);
        spread(ofTokens, slopes);
        rewards = judged.rewards();
        return judged.loss() + likelihood(logs, slopes);
    }

    /** Mean loss of the chosen texts' tokens, as often as there are pairs. */
    private double likelihood(float[] logs, double[] slopes) {
        int[] of = answers().answers();
        long tokens = Arrays.stream(of).filter(answer -> answer % 2 == 0).count();
        double share = (double) supervised() / tokens;
        double loss = 0;
        for (int i = 0; i < logs.length; i++) {
            if (of[i] % 2 == 0) {
                loss -= share * logs[i];
                slopes[i] -= share;
            }
        }
        return loss;
    }

    @Override
    public void measure(Measures measures) {
        Rewards.measurePairs(measures, rewards);
    }
}
