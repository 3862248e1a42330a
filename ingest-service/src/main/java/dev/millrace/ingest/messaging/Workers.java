package dev.millrace.ingest.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on several items at once and hands on the results in order. Only a few items are begun ahead of the one that is waited for, so that a
 * batch of large documents does not lie in memory all at once. An item that takes too long is given up with its thread; the next has another.
 */
final class Workers {
    private final int threads;
    private final Duration timeout;

    Workers(int threads, Duration timeout) {
        this.threads = threads;
        this.timeout = timeout;
    }

    /** An item that is worked on. */
    private record Begun<T, R>(T item, FutureTask<R> task) {}

    /** @param late what an item becomes that takes longer than the timeout, counted from when its turn to be waited for has come */
    <T, R> void forEach(List<T> items, Function<T, R> work, Function<T, R> late, Consumer<R> onResult) {
        Iterator<T> waiting = items.iterator();
        Queue<Begun<T, R>> begun = new ArrayDeque<>();
        try {
            while (waiting.hasNext() || !begun.isEmpty()) {
                while (waiting.hasNext() && begun.size() < threads) {
                    begun.add(begin(waiting.next(), work));
                }
                onResult.accept(await(begun.remove(), late));
            }
        } finally {
            begun.forEach(each -> each.task.cancel(true));
        }
    }

    private static <T, R> Begun<T, R> begin(T item, Function<T, R> work) {
        FutureTask<R> task = new FutureTask<>(() -> work.apply(item));
        Thread.ofPlatform().daemon().name("extract").start(task);
        return new Begun<>(item, task);
    }

    private <T, R> R await(Begun<T, R> begun, Function<T, R> late) {
        try {
            return begun.task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            begun.task.cancel(true);
            return late.apply(begun.item);
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
}
