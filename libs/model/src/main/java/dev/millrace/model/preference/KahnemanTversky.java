package dev.millrace.model.preference;

/**
 * KTO (Ethayarajh et al., 2024): what an answer is worth beside the usual, with an aversion to loss.
 *
 * @param beta how dear it is to leave the reference
 * @param desirable weight of wanted answers
 * @param undesirable weight of the others
 */
record KahnemanTversky(double beta, double desirable, double undesirable) {
    /**
     * @param ratios log-probability minus that under the reference
     * @param wanted of each answer
     * @param divergence how far the model has gone from the reference on answers to other prompts; a constant to the gradient
     */
    Judged judge(double[] ratios, boolean[] wanted, double divergence) {
        double loss = 0;
        double[] slopes = new double[ratios.length];
        double[] rewards = new double[ratios.length];
        for (int i = 0; i < ratios.length; i++) {
            double sign = wanted[i] ? 1 : -1;
            double weight = wanted[i] ? desirable : undesirable;
            double value = Judged.sigmoid(sign * beta * (ratios[i] - divergence));
            loss += weight * (1 - value);
            slopes[i] = -sign * weight * beta * value * (1 - value);
            rewards[i] = beta * ratios[i];
        }
        return new Judged(loss, slopes, rewards);
    }
}
