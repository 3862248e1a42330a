package dev.millrace.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What one optimiser step measured, by the names of {@code training.metrics}. */
record StepMetrics(int step, Instant at, Map<String, Double> values) {
    StepMetrics {
        values = Map.copyOf(values);
    }

    static StepMetrics of(JsonNode event) {
        Map<String, Double> values = new TreeMap<>();
        event.path("values")
                .properties()
                .forEach(value -> values.put(value.getKey(), value.getValue().asDouble()));
        return new StepMetrics(
                event.path("step").asInt(), Instant.parse(event.path("at").asText()), values);
    }
}
