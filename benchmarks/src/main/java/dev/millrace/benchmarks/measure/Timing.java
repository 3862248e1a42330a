package dev.millrace.benchmarks.measure;

/** Wall seconds of a piece of work. */
public final class Timing {
    private static final double NANOS = 1e9;

    private Timing() {}

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    public static double seconds(Work work) throws Exception {
        long begun = System.nanoTime();
        work.run();
        return since(begun);
    }

    public static double since(long nanos) {
        return (System.nanoTime() - nanos) / NANOS;
    }
}
