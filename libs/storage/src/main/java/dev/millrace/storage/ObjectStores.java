package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Where stores are put together. */
public final class ObjectStores {
    private ObjectStores() {}

    /** A store without metrics; see {@link #connect(StoreSettings, StoreMetrics)}. */
    public static ObjectStore connect(StoreSettings settings) {
        return connect(settings, StoreMetrics.NONE);
    }

    /** A store that repeats, verifies and counts. Nothing is sent yet: {@link #verify} finds out whether it works. */
    public static ObjectStore connect(StoreSettings settings, StoreMetrics metrics) {
        return assemble(new S3ObjectStore(settings), settings.attempts(), metrics);
    }

    static ObjectStore assemble(ObjectStore store, int attempts, StoreMetrics metrics) {
        return new RetryingObjectStore(new VerifyingObjectStore(new MeteredObjectStore(store, metrics)), attempts);
    }

    /**
     * Proves at start-up that the bucket can be written and that a create-only put does not replace, on which exactness rests.
     *
     * @throws MillraceException {@link ErrorCode#STORE_REFUSED} when the store ignores the condition, or refuses access
     */
    public static void verify(ObjectStore store) {
        String key = "start-up-checks/" + UUID.randomUUID() + "/check";
        byte[] first = "first".getBytes(StandardCharsets.US_ASCII);
        byte[] second = "second".getBytes(StandardCharsets.US_ASCII);
        try {
            store.putIfAbsent(key, first, "text/plain");
            PutOutcome outcome = store.putIfAbsent(key, second, "text/plain");
            if (outcome instanceof PutOutcome.Created || !Arrays.equals(store.get(key), first)) {
                throw new MillraceException(
                        ErrorCode.STORE_REFUSED, "the store ignores If-None-Match: it replaced an object");
            }
        } finally {
            store.delete(key);
        }
    }
}
