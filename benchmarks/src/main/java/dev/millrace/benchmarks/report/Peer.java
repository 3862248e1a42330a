package dev.millrace.benchmarks.report;

/** Another tool that did the same work in the same session. */
public record Peer(String name, String version, double median, double min, double max) {
    public static Peer of(String name, String version, Figure figure) {
        return new Peer(name, version, figure.median(), figure.min(), figure.max());
    }
}
