package dev.millrace.contracts.event;

import dev.millrace.contracts.DocumentId;
import java.util.List;

/** All changes of one document that fall into one partition of the fingerprints. */
public record FingerprintChanges(DocumentId document, List<FingerprintChange> changes) implements Event {
    public FingerprintChanges {
        changes = List.copyOf(changes);
    }

    @Override
    public String key() {
        return document.key();
    }
}
