package dev.millrace.cleaning.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Threads that share the documents of a batch. */
public final class WorkerPool implements AutoCloseable {
    private final ExecutorService threads;

    public WorkerPool(int size) {
        this.threads = Executors.newFixedThreadPool(
                size, Thread.ofPlatform().name("cleaning-worker-", 0).daemon().factory());
    }

    /** Applies the work to 0..count-1; the results are in this order. The first failure is thrown, once all have ended. */
    <T> List<T> map(int count, IntFunction<T> work) {
        List<Future<T>> running = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int index = i;
            running.add(threads.submit(() -> work.apply(index)));
        }
        List<T> results = new ArrayList<>(count);
        for (Future<T> each : running) {
            results.add(result(each));
        }
        return results;
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while cleaning", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
