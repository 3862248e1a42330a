package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.millrace.contracts.DocumentId;
import org.jspecify.annotations.Nullable;

/**
 * What a fingerprint store tells a member of a set.
 *
 * @param member the member that is told, as it joined
 * @param lower the next lower member, or null when there is none
 */
public record FingerprintAnswer(
        FingerprintLayer layer,
        String fingerprint,
        Member member,
        @Nullable Member lower) implements Event {
    @JsonIgnore
    public DocumentId document() {
        return member.document();
    }

    @Override
    public String key() {
        return member.document().key();
    }
}
