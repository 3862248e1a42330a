package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's scores on the held-out split beside its base's, and what the gate says.
 *
 * @param interval 95 % paired bootstrap interval, over documents, of the mean difference base minus tuned in nats per token
 * @param scored one JSON line a document: every number the scores come from
 */
public record EvaluationCompleted(
        String evaluation,
        String modelId,
        String run,
        String collection,
        String datasetVersion,
        String split,
        int documents,
        long tokens,
        Scores base,
        Scores tuned,
        List<Double> interval,
        Gate gate,
        ObjectRef scored,
        Instant at)
        implements Event {
    public EvaluationCompleted {
        interval = List.copyOf(interval);
    }

    /** Perplexity per supervised token, mean negative log-likelihood in nats, share of tokens the model ranks first. */
    public record Scores(double perplexity, double loss, double tokenAccuracy) {}

    /** The gate's decision and the rule it failed, when it failed one. */
    public record Gate(boolean passed, @Nullable String failedRule) {}

    @Override
    public String key() {
        return modelId;
    }
}
