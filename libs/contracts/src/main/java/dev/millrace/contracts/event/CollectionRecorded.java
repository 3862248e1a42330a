package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.recipe.Recipe;
import java.time.Instant;

/**
 * A recipe of a collection. It is written twice: under {@code collection@version}, which stays, and under {@code collection}, which is the
 * current one.
 *
 * @param version sha-256 of the recipe's canonical JSON
 */
public record CollectionRecorded(
        String collection, String version, boolean current, Recipe recipe, Instant at, String by) implements Event {
    public CollectionRecorded {
        Check.that(
                DocumentId.COLLECTION.matcher(collection).matches(), "collection names match " + DocumentId.COLLECTION);
        Check.sha256("version", version);
    }

    @Override
    public String key() {
        return current ? collection : collection + "@" + version;
    }
}
