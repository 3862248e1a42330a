package dev.millrace.ingest.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Works on several items at once and keeps their order; an item that takes too long is given up. */
final class Workers implements AutoCloseable {
    private final ExecutorService pool;
    private final Duration timeout;

    Workers(int threads, Duration timeout) {
        this.pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("extract-", 0).factory());
        this.timeout = timeout;
    }

    /** @param late what an item becomes that takes longer than the timeout, counted from when its turn to be waited for has come */
    <T, R> List<R> map(List<T> items, Function<T, R> work, Function<T, R> late) {
        List<Future<R>> futures = new ArrayList<>(items.size());
        items.forEach(item -> futures.add(pool.submit(() -> work.apply(item))));
        List<R> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            results.add(await(futures.get(i), items.get(i), late));
        }
        return results;
    }

    private <T, R> R await(Future<R> future, T item, Function<T, R> late) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            return late.apply(item);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("extraction failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "interrupted", e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
