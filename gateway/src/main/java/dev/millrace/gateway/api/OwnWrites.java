package dev.millrace.gateway.api;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Who has written something reads it from then on: the answer waits until the read model has it. */
final class OwnWrites {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration ASK = Duration.ofMillis(20);

    private OwnWrites() {}

    /** @throws MillraceException {@link ErrorCode#READ_MODEL_BEHIND}: it is recorded all the same */
    static <T> T await(Supplier<Optional<T>> read) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<T> found = read.get();
        while (found.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new MillraceException(ErrorCode.READ_MODEL_BEHIND, "it is recorded, but not yet readable");
            }
            LockSupport.parkNanos(ASK.toNanos());
            found = read.get();
        }
        return found.get();
    }
}
