package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Repeats what failed for a reason outside, with exponentially growing pauses of random length. An object that is missing is asked
 * for only once more: stores may show a new object late, but mostly it is not there.
 */
final class RetryingObjectStore extends ForwardingObjectStore {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int ATTEMPTS_FOR_MISSING = 2;

    private final int attempts;
    private final Pause pause;

    RetryingObjectStore(ObjectStore store, int attempts) {
        this(store, attempts, RetryingObjectStore::sleep);
    }

    RetryingObjectStore(ObjectStore store, int attempts, Pause pause) {
        super(store);
        this.attempts = attempts;
        this.pause = pause;
    }

    /** Waits up to the given time, shortened at random so that many clients do not come back at once. */
    @FunctionalInterface
    interface Pause {
        void upTo(Duration longest) throws InterruptedException;
    }

    @Override
    <T> T around(StoreOperation operation, long sent, Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (MillraceException e) {
                if (!isWorthAnotherTry(e, attempt)) {
                    throw e;
                }
                pauseAfter(attempt, e);
            }
        }
    }

    private boolean isWorthAnotherTry(MillraceException failure, int attempt) {
        int most = failure.code() == ErrorCode.OBJECT_MISSING ? Math.min(ATTEMPTS_FOR_MISSING, attempts) : attempts;
        return failure.kind() == ErrorKind.EXTERNAL
                && attempt < most
                && !Thread.currentThread().isInterrupted();
    }

    private void pauseAfter(int attempt, MillraceException failure) {
        try {
            Duration longest = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
            pause.upTo(longest.compareTo(LONGEST_PAUSE) < 0 ? longest : LONGEST_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private static void sleep(Duration longest) throws InterruptedException {
        Thread.sleep(ThreadLocalRandom.current().nextLong(longest.toMillis() / 2, longest.toMillis() + 1));
    }
}
