package dev.millrace.ingest.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Works on several items at once and hands on the results in order. Threads take small items by the load, because handing over each by itself
 * takes longer than working on it. Only a few loads are begun ahead of the one that is waited for, so that a batch of large documents does
 * not lie in memory all at once. An item that takes too long is given up with its thread; the next has another.
 */
final class Workers {
    private static final int MOST_ITEMS = 64;
    private static final int MOST_BYTES = 1 << 20;
    /** So long a whole load is waited for at first: to be woken for each of its items takes longer than a short document. */
    private static final Duration LOAD = Duration.ofMillis(50);

    private final int threads;
    private final Duration timeout;

    Workers(int threads, Duration timeout) {
        this.threads = threads;
        this.timeout = timeout;
    }

    /**
     * @param size of an item, in bytes
     * @param late what an item becomes that takes longer than the timeout, counted from when its turn to be waited for has come
     */
    <T, R> void forEach(
            List<T> items, ToIntFunction<T> size, Function<T, R> work, Function<T, R> late, Consumer<R> onResult) {
        Iterator<List<T>> waiting = loads(items, size).iterator();
        Queue<Load<T, R>> begun = new ArrayDeque<>();
        try {
            while (waiting.hasNext() || !begun.isEmpty()) {
                while (waiting.hasNext() && begun.size() < threads) {
                    begun.add(new Load<>(waiting.next(), work));
                }
                begun.element().handOn(timeout, late, onResult);
                begun.remove();
            }
        } finally {
            begun.forEach(Load::cancel);
        }
    }

    private static <T> List<List<T>> loads(List<T> items, ToIntFunction<T> size) {
        List<List<T>> loads = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < items.size(); i++) {
            bytes += size.applyAsInt(items.get(i));
            if (i + 1 - from == MOST_ITEMS || bytes >= MOST_BYTES || i + 1 == items.size()) {
                loads.add(items.subList(from, i + 1));
                from = i + 1;
                bytes = 0;
            }
        }
        return loads;
    }

    /** Items that one thread works on, one after the other. */
    private static final class Load<T, R> {
        private final List<T> items;
        private final List<FutureTask<R>> tasks;

        Load(List<T> items, Function<T, R> work) {
            this.items = items;
            this.tasks = items.stream()
                    .map(item -> new FutureTask<>(() -> work.apply(item)))
                    .toList();
            begin(0);
        }

        private void begin(int from) {
            Thread.ofPlatform().daemon().name("extract").start(() -> run(from));
        }

        private void run(int from) {
            for (FutureTask<R> task : tasks.subList(from, tasks.size())) {
                task.run();
                if (task.isCancelled()) {
                    return;
                }
            }
        }

        void handOn(Duration timeout, Function<T, R> late, Consumer<R> onResult) {
            awaitLast(timeout.compareTo(LOAD) < 0 ? timeout : LOAD);
            for (int i = 0; i < tasks.size(); i++) {
                onResult.accept(await(i, timeout, late));
            }
        }

        /** What comes of it is looked at item by item. */
        private void awaitLast(Duration most) {
            try {
                tasks.getLast().get(most.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private R await(int i, Duration timeout, Function<T, R> late) {
            try {
                return tasks.get(i).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                tasks.get(i).cancel(true);
                begin(i + 1);
                return late.apply(items.get(i));
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

        void cancel() {
            tasks.forEach(task -> task.cancel(true));
        }
    }
}
