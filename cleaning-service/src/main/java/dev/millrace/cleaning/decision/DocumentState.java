package dev.millrace.cleaning.decision;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.FingerprintAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the document store knows of one document, besides its revisions.
 *
 * @param withdrawal the latest one; remembered for good, as it may come before what it takes back
 * @param taken the highest revision that was taken back
 * @param memberships of the current revision
 * @param decision the last one that was sent
 */
public record DocumentState(
        DocumentId document,
        @Nullable DocumentWithdrawn withdrawal,
        @Nullable Revision taken,
        List<Membership> memberships,
        @Nullable DocumentDecided decision) {
    public DocumentState {
        memberships = List.copyOf(memberships);
    }

    public static DocumentState unknown(DocumentId document) {
        return new DocumentState(document, null, null, List.of(), null);
    }

    boolean hasTakenBack(Revision revision) {
        return withdrawal != null && !revision.submittedAt().isAfter(withdrawal.withdrawnAt());
    }

    DocumentState takingBack(Revision revision) {
        Revision highest = taken == null || taken.compareTo(revision) < 0 ? revision : taken;
        return new DocumentState(document, withdrawal, highest, memberships, decision);
    }

    DocumentState withWithdrawal(DocumentWithdrawn latest) {
        return new DocumentState(document, latest, taken, memberships, decision);
    }

    DocumentState withAnswer(FingerprintAnswer answer) {
        return withMemberships(memberships.stream()
                .map(each -> each.isMeantBy(answer) ? each.answered(answer.lower()) : each)
                .toList());
    }

    DocumentState withMemberships(List<Membership> current) {
        return new DocumentState(document, withdrawal, taken, current, decision);
    }

    DocumentState withDecision(DocumentDecided sent) {
        return new DocumentState(document, withdrawal, taken, memberships, sent);
    }

    long nextSequence() {
        return decision == null ? 1 : decision.sequence() + 1;
    }
}
