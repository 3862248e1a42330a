package dev.millrace.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user thinks of an answer.
 *
 * @param rating from -1 (bad) to 1 (good)
 */
public record FeedbackReceived(
        String feedback,
        String collection,
        String modelId,
        String completion,
        @Nullable Double rating,
        @Nullable String correctedAnswer,
        Instant at)
        implements Event {
    @Override
    public String key() {
        return collection;
    }
}
