package dev.millrace.storage;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Waits for the asynchronous client and lets only translated failures out. */
final class S3Calls {
    private S3Calls() {}

    /** The answer, or the client's own exception unwrapped and unchanged. */
    static <T> T await(CompletableFuture<T> answer) throws Exception {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "interrupted while waiting for the store", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    static <T> T translated(String operation, Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw S3Failures.translate(operation, e);
        }
    }

    private static Exception unwrapped(Throwable wrapper) {
        Throwable cause = wrapper;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof Exception e ? e : new IOException(cause);
    }
}
