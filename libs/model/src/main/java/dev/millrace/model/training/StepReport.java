package dev.millrace.model.training;

import java.util.Map;

/**
 * Numbers of one step.
 *
 * @param step counted from 1
 * @param loss mean over the step's supervised tokens, before the update, in nats
 * @param gradientNorm before clipping; 0 when 16-bit gradients overflowed and nothing was moved
 * @param tokens all tokens computed
 * @param supervised tokens that were predicted
 * @param epoch share of the dataset's windows taken so far, 1.5 is halfway through the second pass
 * @param nanos duration of the step
 * @param measures what the objective measured besides, by name
 */
public record StepReport(
        long step,
        double loss,
        double gradientNorm,
        double learningRate,
        long tokens,
        long supervised,
        double epoch,
        long nanos,
        Map<String, Double> measures) {
    public StepReport {
        measures = Map.copyOf(measures);
    }

    /** Without further measures. */
    public StepReport(
            long step,
            double loss,
            double gradientNorm,
            double learningRate,
            long tokens,
            long supervised,
            double epoch,
            long nanos) {
        this(step, loss, gradientNorm, learningRate, tokens, supervised, epoch, nanos, Map.of());
    }
}
