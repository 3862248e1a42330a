package dev.millrace.benchmarks.measure;

import java.time.Duration;

/** Processor time of a process with all its threads, counted by the system in hundredths of a second. */
public final class ProcessorTime {
    private static final double NANOS = 1e9;

    private ProcessorTime() {}

    /** Seconds this process has used so far. */
    public static double own() {
        return of(ProcessHandle.current());
    }

    /**
     * Seconds a process has used so far.
     *
     * @throws IllegalStateException when it has ended
     */
    public static double of(long pid) {
        return of(ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("the process has ended")));
    }

    private static double of(ProcessHandle process) {
        Duration used = process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the system does not tell processor times"));
        return used.toNanos() / NANOS;
    }
}
