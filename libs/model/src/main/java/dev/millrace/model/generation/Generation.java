package dev.millrace.model.generation;

import java.util.List;

/**
 * What came of a generation.
 *
 * @param tokens generated ids, without a stop token
 */
public record Generation(List<Integer> tokens, End end) {
    public Generation {
        tokens = List.copyOf(tokens);
    }

    /** Why it ended. */
    public enum End {
        /** A stop token was chosen. */
        STOP,
        /** The most tokens were made, or the context is full. */
        LENGTH,
        /** The sink wanted no more. */
        CANCELLED
    }
}
