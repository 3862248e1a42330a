package dev.millrace.gateway.chat;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.gateway.answer.Refusal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is being made on another thread. Its pieces wait here, so that a slow reader holds no model; the context bounds how many
 * there can be.
 */
public final class Answering implements ChatModel.Listener, AutoCloseable {
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    private sealed interface Step {
        record Accepted() implements Step {}

        record Piece(String text) implements Step {}

        record Done(ChatModel.Answer answer) implements Step {}

        record Failed(RuntimeException failure) implements Step {}
    }

    private ChatModel.@Nullable Answer answer;

    /** Returns once the question is known to fit, and fails as the model does. */
    public void awaitAccepted() {
        if (take() instanceof Step.Failed failed) {
            throw failed.failure();
        }
    }

    /** The next piece; null at the end. */
    public @Nullable String next() {
        return switch (take()) {
            case Step.Accepted accepted -> "";
            case Step.Piece piece -> piece.text();
            case Step.Failed failed -> throw failed.failure();
            case Step.Done done -> {
                answer = done.answer();
                yield null;
            }
        };
    }

    /** What came of it, after the last piece. */
    public ChatModel.Answer answer() {
        if (answer == null) {
            throw new IllegalStateException("the answer has not ended");
        }
        return answer;
    }

    private Step take() {
        try {
            return steps.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(ErrorCode.OVERLOADED, "The service is being stopped.");
        }
    }

    void done(ChatModel.Answer made) {
        steps.add(new Step.Done(made));
    }

    void failed(RuntimeException failure) {
        steps.add(new Step.Failed(failure));
    }

    @Override
    public void accepted() {
        steps.add(new Step.Accepted());
    }

    @Override
    public boolean wanted() {
        return !closed;
    }

    @Override
    public void text(String piece) {
        steps.add(new Step.Piece(piece));
    }

    /** Nobody wants it any more: the model stops at the next token. */
    @Override
    public void close() {
        closed = true;
    }
}
