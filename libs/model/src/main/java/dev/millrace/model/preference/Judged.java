package dev.millrace.model.preference;

/**
 * What a loss says of some answers.
 *
 * @param loss sum over pairs, or over answers that stand alone
 * @param slopes the loss's derivative by what it is a function of, one number an answer
 * @param rewards of each answer
 */
record Judged(double loss, double[] slopes, double[] rewards) {
    /** Natural logarithm of 1 / (1 + exp(-x)). */
    static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
