package dev.millrace.model.scoring;

/**
 * How a model predicts one document.
 *
 * @param logProbability sum over the supervised tokens, natural logarithm
 * @param tokens number of supervised tokens
 * @param correct how many of them were the model's likeliest token
 */
public record DocumentScore(double logProbability, long tokens, long correct) {
    /** Sum of two scores. */
    public DocumentScore plus(DocumentScore other) {
        return new DocumentScore(logProbability + other.logProbability, tokens + other.tokens, correct + other.correct);
    }

    /** Perplexity per supervised token; not a number when there is none. */
    public double perplexity() {
        return Math.exp(-logProbability / tokens);
    }
}
