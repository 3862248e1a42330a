package dev.millrace.cleaning.decision;

import dev.millrace.contracts.event.FingerprintAnswer;
import dev.millrace.contracts.event.FingerprintChange;
import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import org.jspecify.annotations.Nullable;

/**
 * A set a document belongs to, and what its fingerprint store last said.
 *
 * @param answered false until the join has been answered
 * @param lower the next lower member, or null when there is none or none is known yet
 */
public record Membership(
        FingerprintLayer layer,
        String fingerprint,
        Member member,
        boolean answered,
        @Nullable Member lower) {
    static Membership joining(FingerprintLayer layer, String fingerprint, Member member) {
        return new Membership(layer, fingerprint, member, false, null);
    }

    Membership answered(@Nullable Member newLower) {
        return new Membership(layer, fingerprint, member, true, newLower);
    }

    boolean isSameAs(Membership other) {
        return layer == other.layer && fingerprint.equals(other.fingerprint) && member.equals(other.member);
    }

    /** An answer to another fingerprint or for another time is late: it says nothing about this membership. */
    boolean isMeantBy(FingerprintAnswer answer) {
        return layer == answer.layer() && fingerprint.equals(answer.fingerprint()) && member.equals(answer.member());
    }

    FingerprintChange change(FingerprintChange.Action action) {
        return new FingerprintChange(action, layer, fingerprint, member);
    }
}
