package dev.millrace.benchmarks.report;

import java.util.List;

/** Median, smallest and largest of several measurements of one thing. */
public record Figure(double median, double min, double max) {
    /** @throws IllegalArgumentException without any measurement */
    public static Figure of(List<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = samples.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Figure(median, sorted.getFirst(), sorted.getLast());
    }
}
