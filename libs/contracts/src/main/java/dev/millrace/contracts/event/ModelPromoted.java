package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alias of a collection points at a model from now on.
 *
 * @param alias {@code champion}
 */
public record ModelPromoted(
        String modelId,
        String collection,
        String alias,
        ObjectRef manifest,
        @Nullable String evaluation,
        Instant at,
        String by)
        implements Event {
    @Override
    public String key() {
        return modelId;
    }
}
