package dev.millrace.contracts.event;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Origin;
import java.time.Instant;

/** All revisions of the document not later than {@code withdrawnAt} are taken back; remembered, so it may come before the document. */
public record DocumentWithdrawn(
        DocumentId document, Instant withdrawnAt, String producer, String submissionId, Origin origin)
        implements Event {
    @Override
    public String key() {
        return document.key();
    }
}
