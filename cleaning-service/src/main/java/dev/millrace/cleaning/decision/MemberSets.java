package dev.millrace.cleaning.decision;

import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import org.jspecify.annotations.Nullable;

/** The members of every set a fingerprint names, in their total order; one entry a member, however large the set. */
public interface MemberSets {
    /** @return false when it was there */
    boolean add(FingerprintLayer layer, String fingerprint, Member member);

    /** @return false when it was not there */
    boolean remove(FingerprintLayer layer, String fingerprint, Member member);

    /** The next lower member of the set; the one given need not be in it. */
    @Nullable
    Member below(FingerprintLayer layer, String fingerprint, Member member);

    /** The next higher member of the set; the one given need not be in it. */
    @Nullable
    Member above(FingerprintLayer layer, String fingerprint, Member member);
}
