package dev.millrace.benchmarks.limits;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.contracts.Hashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Copying between arrays far larger than the caches, one thread per processor; sha-256 on one thread. */
public final class MemoryAndHash implements Contestant {
    public static final String COPY = "memory copy";
    static final String HASH = "sha-256, one thread";

    private static final int SIZE = 256 << 20;
    private static final int HASHED = 64 << 20;
    private static final int TIMES = 4;

    private final byte[] from = new byte[SIZE];
    private final byte[] to = new byte[SIZE];

    public MemoryAndHash() {
        new Random(1).nextBytes(from);
    }

    @Override
    public String name() {
        return "memory and sha-256";
    }

    @Override
    public void measure(Samples samples) throws Exception {
        double seconds = Timing.seconds(() -> {
            for (int i = 0; i < TIMES; i++) {
                copy();
            }
        });
        if (!Arrays.equals(from, to)) {
            throw new IllegalStateException("the copy differs");
        }
        samples.add(COPY, 2.0 * TIMES * SIZE / 1e9 / seconds);
        byte[] part = Arrays.copyOf(from, HASHED);
        samples.add(HASH, HASHED / 1e6 / Timing.seconds(() -> Hashes.sha256(part)));
    }

    private void copy() throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        int share = SIZE / threads;
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int start = i * share;
            int length = i == threads - 1 ? SIZE - start : share;
            running.add(Thread.ofPlatform().start(() -> System.arraycopy(from, start, to, start, length)));
        }
        for (Thread thread : running) {
            thread.join();
        }
    }
}
