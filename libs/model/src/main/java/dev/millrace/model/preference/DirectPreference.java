package dev.millrace.model.preference;

/**
 * DPO (Rafailov et al., 2023) with the logistic loss.
 *
 * @param beta how dear it is to leave the reference
 * @param smoothing how often a pair is the wrong way round (Mitchell, "A note on DPO with noisy preferences", 2023)
 */
record DirectPreference(double beta, double smoothing) {
    /** @param ratios log-probability minus that under the reference, of pairs one behind the other, the chosen answer first */
    Judged judge(double[] ratios) {
        double loss = 0;
        double[] slopes = new double[ratios.length];
        double[] rewards = new double[ratios.length];
        for (int i = 0; i < ratios.length; i += 2) {
            double margin = beta * (ratios[i] - ratios[i + 1]);
            loss -= (1 - smoothing) * Judged.logSigmoid(margin) + smoothing * Judged.logSigmoid(-margin);
            slopes[i] = beta * (smoothing * Judged.sigmoid(margin) - (1 - smoothing) * Judged.sigmoid(-margin));
            slopes[i + 1] = -slopes[i];
            rewards[i] = beta * ratios[i];
            rewards[i + 1] = beta * ratios[i + 1];
        }
        return new Judged(loss, slopes, rewards);
    }
}
