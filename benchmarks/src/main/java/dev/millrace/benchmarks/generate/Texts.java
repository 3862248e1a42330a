package dev.millrace.benchmarks.generate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What everybody said: the ids, and the first logits after the prompt. Compared before a speed is shown. */
final class Texts {
    /** How many logits are compared. */
    static final int LOGITS = 8;

    private final Map<String, List<Integer>> ids = new HashMap<>();
    private final Map<String, float[]> logits = new HashMap<>();

    /** @throws IllegalStateException when the same contestant says something else than before */
    void put(String name, List<Integer> said) {
        List<Integer> before = ids.put(name, List.copyOf(said));
        if (before != null && !before.equals(said)) {
            throw new IllegalStateException(name + " does not say the same twice: " + before + " " + said);
        }
    }

    void putLogits(String name, float[] first) {
        logits.put(name, first.clone());
    }

    boolean has(String name) {
        return ids.containsKey(name) && logits.containsKey(name);
    }

    /** How many ids from the first on are equal. */
    int equalIds(String one, String other) {
        List<Integer> a = ids.getOrDefault(one, List.of());
        List<Integer> b = ids.getOrDefault(other, List.of());
        int equal = 0;
        while (equal < Math.min(a.size(), b.size()) && a.get(equal).equals(b.get(equal))) {
            equal++;
        }
        return equal;
    }

    /**
     * The largest difference of the logits, relative to the largest of them.
     *
     * @throws IllegalStateException beyond the tolerance
     */
    double difference(String ours, String peer, double tolerance) {
        float[] a = logits.getOrDefault(ours, new float[0]);
        float[] b = logits.getOrDefault(peer, new float[0]);
        double largest = 0;
        double apart = a.length == b.length && a.length > 0 ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            apart = Math.max(apart, Math.abs(a[i] - b[i]));
        }
        if (!(apart <= tolerance * largest)) {
            throw new IllegalStateException("the logits of " + ours + " and " + peer + " differ by " + apart);
        }
        return apart / largest;
    }
}
