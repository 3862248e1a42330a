package dev.millrace.model.decoder;

/** What a loss makes of the log-probabilities of a batch's targets, whatever it is a function of. */
@FunctionalInterface
public interface TokenWeights {
    /**
     * @param logProbabilities of every target, natural logarithm [M]
     * @return minus the loss's derivative by each of them [M]: the weight of the token's cross-entropy
     */
    float[] of(float[] logProbabilities);
}
