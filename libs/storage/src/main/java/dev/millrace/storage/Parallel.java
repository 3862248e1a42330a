package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Runs blocking work on virtual threads, so many at once and no more, all callers together. */
final class Parallel {
    private final Semaphore permits;

    Parallel(int atOnce) {
        permits = new Semaphore(atOnce);
    }

    /** Returns when all is done; the first failure of an item, in the order of the items, is thrown. */
    <T> void forEach(List<T> items, Consumer<T> work) {
        if (items.size() <= 1) {
            items.forEach(work);
            return;
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> started = new ArrayList<>();
            items.forEach(item -> started.add(threads.submit(() -> withPermit(item, work))));
            started.forEach(Parallel::await);
        }
    }

    private <T> void withPermit(T item, Consumer<T> work) {
        permits.acquireUninterruptibly();
        try {
            work.accept(item);
        } finally {
            permits.release();
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "interrupted while reading", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MillraceException known
                    ? known
                    : new MillraceException(ErrorCode.INTERNAL_ERROR, "reading failed", e.getCause());
        }
    }
}
