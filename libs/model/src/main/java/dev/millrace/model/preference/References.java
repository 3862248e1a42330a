package dev.millrace.model.preference;

/**
 * What the model that a run starts from says of a dataset.
 *
 * @param answers log-probability of each answer [D]
 * @param mismatched log-probability of the answer that {@link Mismatch} puts to each one's prompt [D]; empty where nobody asks
 */
public record References(double[] answers, double[] mismatched) {
    /** Of a loss that has no reference. */
    public static final References NONE = new References(new double[0], new double[0]);

    /** Asks the model as it is now. */
    public static References of(AnswerScorer scorer, PreferenceDataset data, boolean mismatched) {
        return new References(scorer.score(data), mismatched ? scorer.scoreMismatched(data) : new double[0]);
    }
}
