package dev.millrace.launcher.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How long each stage took. */
final class Stopwatch {
    private static final double NANOS = 1e9;

    private final Map<String, Double> seconds = new TreeMap<>();

    <T> T time(String stage, Supplier<T> work) {
        long started = System.nanoTime();
        T result = work.get();
        seconds.put(stage, Math.round((System.nanoTime() - started) / NANOS * 10) / 10.0);
        return result;
    }

    void time(String stage, Runnable work) {
        time(stage, () -> {
            work.run();
            return true;
        });
    }

    double of(String stage) {
        return seconds.getOrDefault(stage, 0.0);
    }

    Map<String, Double> seconds() {
        return Map.copyOf(seconds);
    }
}
