package dev.millrace.model.preference;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.training.Measures;
import dev.millrace.model.training.PreferenceSettings;
import dev.millrace.model.training.TrainingPlan;
import java.util.Arrays;

/** Some answers under KTO. */
final class VerdictWork extends PreferenceWork {
    private final DecoderModel model;
    private final KahnemanTversky rule;
    private final double[] references;
    private final double[] mismatchedReferences;
    private final AnswerBatch mismatched;
    private final boolean[] wanted;
    private double divergence;
    private double[] rewards = new double[0];

    VerdictWork(
            DecoderModel model,
            PreferenceDataset data,
            int[] taken,
            TrainingPlan plan,
            PreferenceSettings settings,
            References references) {
        super(model, batch(data, taken, plan.context()));
        this.model = model;
        this.rule = new KahnemanTversky(settings.beta(), settings.desirable(), settings.undesirable());
        this.references = Picked.of(references.answers(), taken);
        this.mismatchedReferences = Picked.of(references.mismatched(), taken);
        this.mismatched = mismatched(data, taken, plan.context());
        this.wanted = new boolean[taken.length];
        for (int i = 0; i < taken.length; i++) {
            wanted[i] = data.wanted(taken[i]);
        }
    }

    private static AnswerBatch batch(PreferenceDataset data, int[] taken, int context) {
        AnswerBatch.Builder builder = new AnswerBatch.Builder(context);
        for (int answer : taken) {
            builder.add(data, answer);
        }
        return builder.build();
    }

    private static AnswerBatch mismatched(PreferenceDataset data, int[] taken, int context) {
        AnswerBatch.Builder builder = new AnswerBatch.Builder(context);
        for (int prompt : taken) {
            builder.addMismatched(data, prompt, Mismatch.of(prompt, data.answers()));
        }
        return builder.build();
    }

    @Override
    public long tokens() {
        return super.tokens() + mismatched.batch().size();
    }

    @Override
    public long supervised() {
        return answers().size();
    }

    /** How far the model has gone on answers to other prompts; never below zero, as a divergence is. */
    @Override
    void prepare(Precision precision) {
        double[] ratios = Picked.minus(AnswerScorer.sums(model, mismatched, precision), mismatchedReferences);
        divergence = Math.max(0, Arrays.stream(ratios).average().orElse(0));
    }

    @Override
    double judge(float[] logs, double[] slopes) {
        Judged judged = rule.judge(Picked.minus(answers().sums(logs), references), wanted, divergence);
        spread(judged.slopes(), slopes);
        rewards = judged.rewards();
        return judged.loss();
    }

    @Override
    public void measure(Measures measures) {
        Rewards.measure(measures, rewards, wanted);
        measures.add(Measures.DIVERGENCE, divergence);
    }
}
