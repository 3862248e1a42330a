package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's scores on the held-out split beside its base's, and what the gate says.
 *
 * @param documents how many were scored: what is resampled; of a document of rows, which are split row by row, each row counts as one;
 *     0 where nothing is held out: the scores are then those of nothing, and the gate says {@code minimumDocuments}
 * @param interval 95 % paired bootstrap interval, over documents, of the mean difference base minus tuned in nats per token
 * @param scored one JSON line an example, with the document it was made of: every number the scores come from
 * @param examples how many were scored; null in events from before examples were told apart from documents
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
        Instant at,
        @Nullable Integer examples)
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
