package dev.millrace.model.preference;

import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;

/**
 * Log-probabilities of answers. How many are computed together depends on the dataset alone, so that a run's micro-batch changes no bit of what
 * its reference says.
 */
public final class AnswerScorer {
    private static final int TOKENS_AT_ONCE = 4096;

    private final DecoderModel model;
    private final int context;
    private final Precision precision;

    /** @param context predicted tokens of an answer and its prompt, at most */
    public AnswerScorer(DecoderModel model, int context, Precision precision) {
        this.model = model;
        this.context = context;
        this.precision = precision;
    }

    /** One way of putting an answer into a batch. */
    private interface Adding {
        void add(AnswerBatch.Builder batch, int answer);
    }

    /** Sum of the log-probabilities of each answer's tokens; 0 where its prompt leaves no room for it. */
    public double[] score(PreferenceDataset data) {
        return score(data, (batch, answer) -> batch.add(data, answer));
    }

    /** The same of answers to other prompts, as {@link Mismatch} puts them together. */
    public double[] scoreMismatched(PreferenceDataset data) {
        return score(data, (batch, prompt) -> batch.addMismatched(data, prompt, Mismatch.of(prompt, data.answers())));
    }

    private double[] score(PreferenceDataset data, Adding adding) {
        double[] scores = new double[data.answers()];
        int from = 0;
        while (from < scores.length) {
            AnswerBatch.Builder builder = new AnswerBatch.Builder(context);
            while (from + builder.size() < scores.length && builder.tokens() < TOKENS_AT_ONCE) {
                adding.add(builder, from + builder.size());
            }
            double[] some = sums(model, builder.build(), precision);
            System.arraycopy(some, 0, scores, from, some.length);
            from += some.length;
        }
        return scores;
    }

    static double[] sums(DecoderModel model, AnswerBatch answers, Precision precision) {
        return answers.batch().supervised() == 0
                ? new double[answers.size()]
                : answers.sums(model.score(answers.batch(), precision)[0]);
    }
}
