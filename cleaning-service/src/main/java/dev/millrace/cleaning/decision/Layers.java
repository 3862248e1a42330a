package dev.millrace.cleaning.decision;

import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which sets a revision belongs to: the place where a further layer is added. */
final class Layers {
    private Layers() {}

    /** None for a document without a current revision, and none for what the pure rules drop. */
    static List<Membership> of(@Nullable DocumentFeatures current) {
        if (current == null || current.dropped() != null) {
            return List.of();
        }
        Member member = new Member(
                current.ingested().revision().submittedAt(), current.ingested().document());
        return List.of(Membership.joining(FingerprintLayer.EXACT, current.exactFingerprint(), member));
    }
}
