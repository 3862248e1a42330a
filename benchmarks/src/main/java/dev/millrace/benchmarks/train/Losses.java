package dev.millrace.benchmarks.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Losses of all who trained, compared before a speed is shown. */
final class Losses {
    private final Map<String, List<Double>> byName = new HashMap<>();

    void put(String name, List<Double> losses) {
        byName.put(name, List.copyOf(losses));
    }

    /**
     * The largest relative difference over all steps.
     *
     * @throws IllegalStateException when it is beyond the tolerance, or the numbers of steps differ
     */
    double difference(String ours, String peer, double tolerance) {
        List<Double> a = byName.getOrDefault(ours, List.of());
        List<Double> b = byName.getOrDefault(peer, List.of());
        if (a.isEmpty() || a.size() != b.size()) {
            throw new IllegalStateException(ours + " has " + a.size() + " losses, " + peer + " " + b.size());
        }
        double largest = 0;
        for (int i = 0; i < a.size(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)) / b.get(i));
        }
        if (!(largest <= tolerance)) {
            throw new IllegalStateException(
                    "the losses of " + ours + " and " + peer + " differ by " + largest + ": " + a + " " + b);
        }
        return largest;
    }
}
