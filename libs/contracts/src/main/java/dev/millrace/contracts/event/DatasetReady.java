package dev.millrace.contracts.event;

import dev.millrace.contracts.ObjectRef;
import java.time.Instant;

/**
 * A sealed dataset version whose tokens are ready to train on.
 *
 * @param recipeVersion the collection's current recipe when the version was sealed: what a run it starts follows
 */
public record DatasetReady(
        String request,
        String collection,
        String version,
        String digest,
        ObjectRef manifest,
        long documents,
        long examples,
        TokenShards tokens,
        String recipeVersion,
        Instant at)
        implements Event {
    @Override
    public String key() {
        return collection;
    }
}
