package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A member joins or leaves the set a fingerprint names; said twice, it changes nothing. */
public record FingerprintChange(Action action, FingerprintLayer layer, String fingerprint, Member member) {
    /** Which way a member goes. */
    public enum Action {
        @JsonProperty("join")
        JOIN,
        @JsonProperty("leave")
        LEAVE
    }
}
