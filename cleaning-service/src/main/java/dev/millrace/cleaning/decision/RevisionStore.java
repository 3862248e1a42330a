package dev.millrace.cleaning.decision;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.DocumentFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the features of every revision are kept, one entry each. */
public interface RevisionStore {
    /** All revisions of the document, lowest first. */
    List<Revision> list(DocumentId document);

    @Nullable
    DocumentFeatures find(DocumentId document, Revision revision);

    /** Keeps the features under their document and revision, in place of what was there. */
    void put(DocumentFeatures features);

    void remove(DocumentId document, Revision revision);
}
