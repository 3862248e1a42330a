package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A document whose bytes are stored and whose text has been extracted.
 *
 * @param producer the CloudEvent's source
 * @param submissionId the CloudEvent's id
 * @param mediaType by content
 * @param raw the bytes as submitted
 * @param text the extracted {@link dev.millrace.contracts.text.StructuredText}; the same range as {@code raw} where that is the text itself,
 *     which its media type says
 * @param recipeVersion the version of the collection's recipe that all later stages use
 */
public record DocumentIngested(
        DocumentId document,
        Revision revision,
        String producer,
        String submissionId,
        String mediaType,
        @Nullable String title,
        ObjectRef raw,
        ObjectRef text,
        Provenance provenance,
        String recipeVersion,
        Origin origin,
        String stageVersion)
        implements Event {
    public DocumentIngested {
        Check.sha256("recipeVersion", recipeVersion);
    }

    @Override
    public String key() {
        return document.key();
    }
}
