package dev.millrace.model.preference;

import java.util.Arrays;

/** Numbers of chosen answers. */
final class Picked {
    private Picked() {}

    static double[] of(double[] all, int[] taken) {
        return Arrays.stream(taken).mapToDouble(i -> all[i]).toArray();
    }

    static double[] minus(double[] one, double[] other) {
        double[] difference = new double[one.length];
        Arrays.setAll(difference, i -> one[i] - other[i]);
        return difference;
    }
}
