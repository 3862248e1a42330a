package dev.millrace.model.preference;

/**
 * The part of ORPO (Hong et al., 2024) that compares answers: no reference, but the odds of one against the other.
 *
 * @param beta its weight beside the loss of the chosen answer's tokens
 */
record OddsRatio(double beta) {
    /** @param means log-probability a token, of pairs one behind the other, the chosen answer first */
    Judged judge(double[] means) {
        double loss = 0;
        double[] slopes = new double[means.length];
        double[] rewards = new double[means.length];
        for (int i = 0; i < means.length; i += 2) {
            double odds = logOdds(means[i]) - logOdds(means[i + 1]);
            loss -= beta * Judged.logSigmoid(odds);
            double steepness = -beta * Judged.sigmoid(-odds);
            slopes[i] = steepness / -Math.expm1(certain(means[i]));
            slopes[i + 1] = -steepness / -Math.expm1(certain(means[i + 1]));
            rewards[i] = beta * means[i];
            rewards[i + 1] = beta * means[i + 1];
        }
        return new Judged(loss, slopes, rewards);
    }

    private static double logOdds(double mean) {
        return mean - Math.log(-Math.expm1(certain(mean)));
    }

    /** A model that is quite sure has infinite odds, which no gradient survives. */
    private static double certain(double mean) {
        return Math.min(mean, -1e-7);
    }
}
