package dev.millrace.model.training;

import java.util.Map;
import java.util.TreeMap;

/** Means of what is seen one by one, by name. */
public final class Measures {
    public static final String CHOSEN = "rewards/chosen";
    public static final String REJECTED = "rewards/rejected";
    public static final String MARGIN = "rewards/margins";
    public static final String ACCURACY = "rewards/accuracies";
    public static final String DIVERGENCE = "kl";
    public static final String HARD = "cross_entropy";

    private final Map<String, Mean> means = new TreeMap<>();

    private record Mean(double sum, long count) {
        private Mean plus(Mean other) {
            return new Mean(sum + other.sum, count + other.count);
        }
    }

    public void add(String name, double value) {
        means.merge(name, new Mean(value, 1), Mean::plus);
    }

    public void reward(boolean wanted, double reward) {
        add(wanted ? CHOSEN : REJECTED, reward);
    }

    /** The margin of rewards is there as soon as both kinds of answers were seen. */
    public Map<String, Double> means() {
        Map<String, Double> values = new TreeMap<>();
        means.forEach((name, mean) -> values.put(name, mean.sum() / mean.count()));
        if (values.containsKey(CHOSEN) && values.containsKey(REJECTED)) {
            values.put(MARGIN, values.get(CHOSEN) - values.get(REJECTED));
        }
        return values;
    }
}
