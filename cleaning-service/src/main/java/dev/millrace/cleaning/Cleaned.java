package dev.millrace.cleaning;

import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.text.CleanText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the pure rules make of one revision. */
public sealed interface Cleaned {

    /**
     * The clean text and what was measured on it; stored for dropped documents too, so that the drop can be looked at.
     *
     * @param dropped the first rule the text fails, or null
     * @param exactFingerprint names the set of documents with the same text
     * @param textSha256 hash of the clean text as it goes into examples
     * @param masked number of masked spans by kind
     */
    record Judged(
            CleanText text,
            @Nullable DropReason dropped,
            String exactFingerprint,
            String textSha256,
            Map<String, Double> measures,
            Map<String, Integer> masked)
            implements Cleaned {}

    /** The collection does not take personal data of this kind. */
    record Refused(String kind) implements Cleaned {}
}
