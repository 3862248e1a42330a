package dev.millrace.contracts.event;

import dev.millrace.contracts.Check;
import dev.millrace.contracts.ObjectRef;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the pure rules say of one revision: computed once from its text alone.
 *
 * @param clean the {@link dev.millrace.contracts.text.CleanText}
 * @param dropped the first rule the revision fails, or null when it passes all
 * @param exactFingerprint hash of the normalised text, prefixed with collection and version of the normaliser
 * @param textSha256 hash of the clean text as it goes into examples
 * @param measures numbers the rules measured, by name
 * @param masked number of masked spans by kind
 */
public record DocumentFeatures(
        DocumentIngested ingested,
        ObjectRef clean,
        @Nullable DropReason dropped,
        String exactFingerprint,
        String textSha256,
        Map<String, Double> measures,
        Map<String, Integer> masked)
        implements Event {
    public DocumentFeatures {
        Check.text("exactFingerprint", exactFingerprint, 256);
        Check.sha256("textSha256", textSha256);
        measures = Map.copyOf(measures);
        masked = Map.copyOf(masked);
    }

    @Override
    public String key() {
        return ingested.key();
    }
}
