package dev.millrace.cleaning.decision;

import dev.millrace.contracts.event.FingerprintAnswer;
import dev.millrace.contracts.event.FingerprintChange;
import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sets and tells members who stands below them. Each member is told only its next lower neighbour, so a change touches two
 * members, however large the set.
 */
public final class FingerprintDesk {
    private final MemberSets sets;

    public FingerprintDesk(MemberSets sets) {
        this.sets = sets;
    }

    /** A join is always answered, also with "nobody"; further answers go to whoever has another neighbour now. */
    public List<FingerprintAnswer> apply(FingerprintChange change) {
        FingerprintLayer layer = change.layer();
        String fingerprint = change.fingerprint();
        Member member = change.member();
        boolean joins = change.action() == FingerprintChange.Action.JOIN;
        boolean changed = joins ? sets.add(layer, fingerprint, member) : sets.remove(layer, fingerprint, member);
        @Nullable Member below = sets.below(layer, fingerprint, member);
        @Nullable Member above = changed ? sets.above(layer, fingerprint, member) : null;
        List<FingerprintAnswer> answers = new ArrayList<>(2);
        if (joins) {
            answers.add(new FingerprintAnswer(layer, fingerprint, member, below));
        }
        if (above != null) {
            answers.add(new FingerprintAnswer(layer, fingerprint, above, joins ? member : below));
        }
        return answers;
    }
}
