package dev.millrace.messaging.streams;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.errors.RetriableException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Which failures of a topology another try may outlive. */
final class Passing {
    private Passing() {}

    /** What is waited for; empty when no later try can do better. */
    static Optional<ErrorCode> code(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException) {
                return Optional.of(ErrorCode.BROKER_UNAVAILABLE);
            }
            if (cause instanceof MillraceException known) {
                return known.kind() == ErrorKind.EXTERNAL || known.kind() == ErrorKind.RESOURCES
                        ? Optional.of(known.code())
                        : Optional.empty();
            }
            if (cause instanceof IOException || isOfTheDisk(cause)) {
                return Optional.of(ErrorCode.DISK_FULL);
            }
        }
        return Optional.empty();
    }

    /** The state is on the local disk alone: the network's failures are Kafka's own exceptions. */
    private static boolean isOfTheDisk(Throwable cause) {
        return cause instanceof RocksDBException rocks
                && rocks.getStatus() != null
                && rocks.getStatus().getCode() == Status.Code.IOError;
    }
}
