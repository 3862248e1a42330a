package dev.millrace.cleaning.decision;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.DocumentIngested;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which revision counts; never a question of what came first. */
final class Revisions {
    private static final Comparator<DocumentIngested> TWINS = Comparator.comparing(DocumentIngested::producer)
            .thenComparing(DocumentIngested::submissionId)
            .thenComparing(ingested -> new String(Json.canonical(ingested.provenance()), StandardCharsets.UTF_8))
            .thenComparing(ingested -> ingested.text().sha256());

    private Revisions() {}

    /** The highest, where equal bytes count at their lowest time only. */
    static Optional<Revision> current(List<Revision> ascending) {
        Set<String> seen = new HashSet<>();
        Revision current = null;
        for (Revision revision : ascending) {
            if (seen.add(revision.sha256())) {
                current = revision;
            }
        }
        return Optional.ofNullable(current);
    }

    /**
     * Whether new features replace those known of the same revision: after a replay with another recipe or a newer service they do; of
     * two submissions of the same bytes at the same time the lower stays, and a repeated one changes nothing.
     */
    static boolean replaces(DocumentFeatures fresh, @Nullable DocumentFeatures known) {
        if (known == null) {
            return true;
        }
        DocumentIngested before = known.ingested();
        DocumentIngested now = fresh.ingested();
        boolean replayed = !before.recipeVersion().equals(now.recipeVersion())
                || !before.stageVersion().equals(now.stageVersion())
                || !normaliser(known).equals(normaliser(fresh));
        return replayed || TWINS.compare(now, before) < 0;
    }

    /** What a fingerprint begins with: collection and version of the normaliser. */
    private static String normaliser(DocumentFeatures features) {
        String fingerprint = features.exactFingerprint();
        return fingerprint.substring(0, fingerprint.lastIndexOf('/') + 1);
    }
}
