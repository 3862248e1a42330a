package dev.millrace.model.preference;

import dev.millrace.model.training.Measures;

/** Says of judged answers what people watch. */
final class Rewards {
    private Rewards() {}

    static void measure(Measures measures, double[] rewards, boolean[] wanted) {
        for (int i = 0; i < rewards.length; i++) {
            measures.reward(wanted[i], rewards[i]);
        }
    }

    /** Of pairs also how often the chosen answer is rewarded more. */
    static void measurePairs(Measures measures, double[] rewards) {
        for (int i = 0; i < rewards.length; i += 2) {
            measures.reward(true, rewards[i]);
            measures.reward(false, rewards[i + 1]);
            measures.add(Measures.ACCURACY, rewards[i] > rewards[i + 1] ? 1 : 0);
        }
    }
}
