package dev.millrace.storage;

import dev.millrace.contracts.MillraceException;
import java.time.Duration;
import java.util.function.Supplier;

/** Reports every request to {@link StoreMetrics}. */
final class MeteredObjectStore extends ForwardingObjectStore {
    private final StoreMetrics metrics;

    MeteredObjectStore(ObjectStore store, StoreMetrics metrics) {
        super(store);
        this.metrics = metrics;
    }

    @Override
    <T> T around(StoreOperation operation, long sent, Supplier<T> call) {
        long start = System.nanoTime();
        try {
            T result = call.get();
            long bytes = result instanceof byte[] received ? received.length : sent;
            metrics.succeeded(operation, since(start), bytes);
            return result;
        } catch (MillraceException e) {
            metrics.failed(operation, since(start), e.code());
            throw e;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
