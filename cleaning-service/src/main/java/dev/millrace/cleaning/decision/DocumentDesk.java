package dev.millrace.cleaning.decision;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.FingerprintAnswer;
import dev.millrace.contracts.event.FingerprintChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides on documents. The state it leaves behind, and so the last decision, is a function of the set of events it was given: their order
 * and how often each came leave no trace.
 */
public final class DocumentDesk {
    private final RevisionStore revisions;

    public DocumentDesk(RevisionStore revisions) {
        this.revisions = revisions;
    }

    /** A revision with what the pure rules say of it. */
    public Ruling submitted(DocumentState state, DocumentFeatures features, Instant at) {
        Revision revision = features.ingested().revision();
        if (state.hasTakenBack(revision)) {
            return settle(state.takingBack(revision), at, List.of(Receipts.takenBack(features.ingested(), at)));
        }
        if (Revisions.replaces(features, revisions.find(state.document(), revision))) {
            revisions.put(features);
        }
        return settle(state, at, List.of());
    }

    /** All revisions up to a time are taken back. */
    public Ruling withdrawn(DocumentState before, DocumentWithdrawn withdrawal, Instant at) {
        DocumentState state = isLater(withdrawal, before.withdrawal()) ? before.withWithdrawal(withdrawal) : before;
        DocumentId document = state.document();
        for (Revision revision : revisions.list(document)) {
            if (state.hasTakenBack(revision)) {
                revisions.remove(document, revision);
                state = state.takingBack(revision);
            }
        }
        return settle(state, at, List.of());
    }

    private static boolean isLater(DocumentWithdrawn withdrawal, @Nullable DocumentWithdrawn known) {
        if (known == null) {
            return true;
        }
        int order = withdrawal.withdrawnAt().compareTo(known.withdrawnAt());
        return order > 0 || (order == 0 && withdrawal.submissionId().compareTo(known.submissionId()) < 0);
    }

    /** A fingerprint store says who the next lower member is. */
    public Ruling answered(DocumentState state, FingerprintAnswer answer, Instant at) {
        return settle(state.withAnswer(answer), at, List.of());
    }

    /** Brings memberships and decision in line with the current revision. */
    private Ruling settle(DocumentState before, Instant at, List<DocumentReceipt> receipts) {
        DocumentFeatures current = current(before.document());
        List<FingerprintChange> changes = new ArrayList<>();
        DocumentState state = before.withMemberships(memberships(before.memberships(), Layers.of(current), changes));
        DocumentDecided decided = Decisions.on(state, current);
        if (decided == null || isKnown(decided, state.decision())) {
            return new Ruling(state, changes, null, receipts);
        }
        List<DocumentReceipt> all = new ArrayList<>(receipts);
        all.addAll(Receipts.of(decided, at));
        return new Ruling(state.withDecision(decided), changes, decided, all);
    }

    private @Nullable DocumentFeatures current(DocumentId document) {
        return Revisions.current(revisions.list(document))
                .map(revision -> revisions.find(document, revision))
                .orElse(null);
    }

    /** Leaves go before joins, so that a document never meets itself. */
    private static List<Membership> memberships(
            List<Membership> held, List<Membership> wanted, List<FingerprintChange> changes) {
        for (Membership each : held) {
            if (wanted.stream().noneMatch(each::isSameAs)) {
                changes.add(each.change(FingerprintChange.Action.LEAVE));
            }
        }
        List<Membership> memberships = new ArrayList<>();
        for (Membership each : wanted) {
            Membership known = held.stream().filter(each::isSameAs).findFirst().orElse(null);
            if (known == null) {
                changes.add(each.change(FingerprintChange.Action.JOIN));
            }
            memberships.add(known == null ? each : known);
        }
        return memberships;
    }

    private static boolean isKnown(DocumentDecided decided, @Nullable DocumentDecided last) {
        return last != null && Decisions.withSequence(decided, last.sequence()).equals(last);
    }
}
