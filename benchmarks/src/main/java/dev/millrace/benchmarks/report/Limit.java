package dev.millrace.benchmarks.report;

/** What the machine allows at most, measured in the same session. */
public record Limit(String name, double median, double min, double max) {
    public static Limit of(String name, Figure figure) {
        return new Limit(name, figure.median(), figure.min(), figure.max());
    }
}
