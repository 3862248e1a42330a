package dev.millrace.launcher.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many documents came to what.
 *
 * @param dropped by code
 * @param rejected by code
 */
public record Outcomes(
        long pending,
        long kept,
        long withdrawn,
        long deadLettered,
        Map<String, Long> dropped,
        Map<String, Long> rejected) {
    public Outcomes {
        dropped = Map.copyOf(dropped);
        rejected = Map.copyOf(rejected);
    }

    public static Outcomes of(Collection<JsonNode> documents) {
        Map<String, Long> plain = new TreeMap<>();
        Map<String, Long> dropped = new TreeMap<>();
        Map<String, Long> rejected = new TreeMap<>();
        for (JsonNode document : documents) {
            String outcome = document.path("outcome").asText();
            String code = document.path("code").asText();
            switch (outcome) {
                case "dropped" -> dropped.merge(code, 1L, Long::sum);
                case "rejected" -> rejected.merge(code, 1L, Long::sum);
                default -> plain.merge(outcome, 1L, Long::sum);
            }
        }
        return new Outcomes(
                plain.getOrDefault("pending", 0L),
                plain.getOrDefault("kept", 0L),
                plain.getOrDefault("withdrawn", 0L),
                plain.getOrDefault("dead-lettered", 0L),
                dropped,
                rejected);
    }

    /** Documents about which the last word has been said: a disjoint union, so it adds up (I1). */
    public long decided() {
        return kept + withdrawn + deadLettered + sum(dropped) + sum(rejected);
    }

    public static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
