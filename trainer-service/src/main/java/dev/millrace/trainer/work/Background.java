package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One piece of work at a time on a thread of its own; what it fails with is met by whoever asks next. Used by one thread. */
final class Background implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("checkpoint").factory());
    private @Nullable Future<?> inHand;

    /** Starts a piece of work; waits for the one before. */
    void start(Runnable work) {
        await();
        inHand = thread.submit(work);
    }

    /** Throws what finished work failed with; waits for nothing. */
    void look() {
        Future<?> work = inHand;
        if (work != null && work.isDone()) {
            await();
        }
    }

    /** Returns when nothing is in hand; throws what it failed with. */
    void await() {
        Future<?> work = inHand;
        if (work == null) {
            return;
        }
        try {
            work.get();
            inHand = null;
        } catch (ExecutionException e) {
            inHand = null;
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "interrupted while a checkpoint was stored", e);
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case Error error -> throw error;
            case RuntimeException failure -> failure;
            case null, default -> new IllegalStateException(cause);
        };
    }

    /** Ends when the work in hand has, whatever came of it: it uses memory that is freed after this. */
    @Override
    public void close() {
        thread.close();
    }
}
