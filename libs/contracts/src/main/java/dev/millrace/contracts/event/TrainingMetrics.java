package dev.millrace.contracts.event;

import java.time.Instant;
import java.util.Map;

/**
 * What one optimiser step measured: {@code loss} (nats per supervised token), {@code learning_rate}, {@code gradient_norm}, {@code tokens},
 * {@code tokens_per_second}, {@code seconds_left}; on some steps {@code validation_loss}.
 */
public record TrainingMetrics(
        String run, int generation, int step, int totalSteps, Map<String, Double> values, Instant at) implements Event {
    public TrainingMetrics {
        values = Map.copyOf(values);
    }

    @Override
    public String key() {
        return run;
    }
}
