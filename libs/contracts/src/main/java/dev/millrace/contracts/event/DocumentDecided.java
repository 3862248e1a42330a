package dev.millrace.contracts.event;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the decision changelog.
 *
 * @param revision the current revision; null only for a withdrawal that came before any document
 * @param sequence grows with every decision on the document
 */
public record DocumentDecided(
        DocumentId document,
        @Nullable Revision revision,
        long sequence,
        Decision decision,
        String producer,
        String submissionId,
        @Nullable String mediaType,
        @Nullable ObjectRef raw,
        @Nullable Provenance provenance,
        @Nullable String recipeVersion,
        Origin origin,
        String stageVersion)
        implements Event {
    @Override
    public String key() {
        return document.key();
    }
}
