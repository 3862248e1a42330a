package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import java.time.Duration;

/** Is told of every request to the store, each try of a repeated one included. Called by many threads; must be quick. */
public interface StoreMetrics {
    /** Counts nothing. */
    StoreMetrics NONE = new StoreMetrics() {
        @Override
        public void succeeded(StoreOperation operation, Duration took, long bytes) {}

        @Override
        public void failed(StoreOperation operation, Duration took, ErrorCode code) {}
    };

    /** @param bytes sent by a put, received by a get, 0 where nobody counted */
    void succeeded(StoreOperation operation, Duration took, long bytes);

    void failed(StoreOperation operation, Duration took, ErrorCode code);
}
