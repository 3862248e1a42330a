package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.DocumentId;
import org.jspecify.annotations.Nullable;

/**
 * A document handed in as JSON, for producers that do not send the bytes themselves as the event's data. The attributes {@code id},
 * {@code source} and {@code time} of the CloudEvent are read as for a raw document.
 *
 * @param documentId stable across revisions; without it the identity is derived as for a raw document
 * @param mediaType what the producer takes the content for; the content decides
 */
public record DocumentSubmitted(
        String collection,
        @Nullable String documentId,
        @Nullable String fileName,
        @Nullable String mediaType,
        SubmittedContent content,
        @Nullable SubmittedProvenance provenance)
        implements Event {
    public DocumentSubmitted {
        Check.that(
                DocumentId.COLLECTION.matcher(collection).matches(), "collection names match " + DocumentId.COLLECTION);
        Check.that(content != null, "content is required");
    }

    @Override
    public String key() {
        return collection + "/" + documentId;
    }
}
