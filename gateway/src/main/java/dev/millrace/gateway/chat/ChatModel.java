package dev.millrace.gateway.chat;

import dev.millrace.contracts.text.Message;
import java.util.List;

/** A model that answers: in this process, or anywhere else that can. */
public interface ChatModel extends AutoCloseable {
    /**
     * What is asked.
     *
     * @param maxTokens 0 for as many as usual and fit
     * @param stop texts that end the answer and are not part of it
     */
    record Question(
            List<Message> messages, int maxTokens, double temperature, double topP, long seed, List<String> stop) {
        public Question {
            messages = List.copyOf(messages);
            stop = List.copyOf(stop);
        }
    }

    /**
     * What came of it.
     *
     * @param finishReason stop or length
     */
    record Answer(String finishReason, int promptTokens, int completionTokens) {}

    /** Hears how an answer comes about. */
    interface Listener {
        /** The question fits; the answer's turn may still have to come. */
        void accepted();

        /** False once nobody wants the answer any more. */
        boolean wanted();

        /** A piece of the answer's text. */
        void text(String piece);
    }

    /**
     * @throws dev.millrace.gateway.answer.Refusal {@code CONTEXT_LENGTH_EXCEEDED}, before anything is told
     */
    Answer answer(Question question, Listener listener);

    @Override
    void close();
}
