package dev.millrace.cleaning.decision;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.DropReason;
import dev.millrace.contracts.event.FingerprintLayer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes decisions out of what is known. */
final class Decisions {
    static final String STAGE_VERSION = "decision/1";

    private Decisions() {}

    /** Null while answers are missing, and for a document nothing is known of. */
    static @Nullable DocumentDecided on(DocumentState state, @Nullable DocumentFeatures current) {
        if (current == null) {
            return state.withdrawal() == null ? null : withdrawn(state, state.withdrawal());
        }
        if (current.dropped() != null) {
            return decided(state, current, new Decision.Dropped(current.clean(), current.dropped()));
        }
        if (!state.memberships().stream().allMatch(Membership::answered)) {
            return null;
        }
        return decided(
                state,
                current,
                duplicate(state)
                        .<Decision>map(reason -> new Decision.Dropped(current.clean(), reason))
                        .orElseGet(() -> kept(current)));
    }

    private static Optional<DropReason> duplicate(DocumentState state) {
        return state.memberships().stream()
                .filter(each -> each.lower() != null)
                .findFirst()
                .map(each -> new DropReason(code(each.layer()), operator(each.layer()), null, null, keyOfLower(each)));
    }

    private static @Nullable String keyOfLower(Membership membership) {
        return membership.lower() == null ? null : membership.lower().document().key();
    }

    private static ErrorCode code(FingerprintLayer layer) {
        return switch (layer) {
            case FAMILY -> ErrorCode.SUPERSEDED;
            case EXACT -> ErrorCode.DUPLICATE_EXACT;
            case BAND -> throw new IllegalStateException("near duplicates are not decided yet");
        };
    }

    private static String operator(FingerprintLayer layer) {
        return switch (layer) {
            case FAMILY -> "family/1";
            case EXACT -> "duplicate-exact/1";
            case BAND -> "duplicate-near/1";
        };
    }

    private static Decision kept(DocumentFeatures current) {
        DocumentIngested ingested = current.ingested();
        return new Decision.Kept(
                current.clean(), current.textSha256(), Families.of(ingested), ingested.title(), current.masked());
    }

    private static DocumentDecided decided(DocumentState state, DocumentFeatures current, Decision decision) {
        DocumentIngested ingested = current.ingested();
        return new DocumentDecided(
                state.document(),
                ingested.revision(),
                state.nextSequence(),
                decision,
                ingested.producer(),
                ingested.submissionId(),
                ingested.mediaType(),
                ingested.raw(),
                ingested.provenance(),
                ingested.recipeVersion(),
                ingested.origin(),
                STAGE_VERSION);
    }

    private static DocumentDecided withdrawn(DocumentState state, DocumentWithdrawn withdrawal) {
        return new DocumentDecided(
                state.document(),
                state.taken(),
                state.nextSequence(),
                new Decision.Withdrawn(withdrawal.withdrawnAt()),
                withdrawal.producer(),
                withdrawal.submissionId(),
                null,
                null,
                null,
                null,
                withdrawal.origin(),
                STAGE_VERSION);
    }

    static DocumentDecided withSequence(DocumentDecided decided, long sequence) {
        return new DocumentDecided(
                decided.document(),
                decided.revision(),
                sequence,
                decided.decision(),
                decided.producer(),
                decided.submissionId(),
                decided.mediaType(),
                decided.raw(),
                decided.provenance(),
                decided.recipeVersion(),
                decided.origin(),
                decided.stageVersion());
    }
}
