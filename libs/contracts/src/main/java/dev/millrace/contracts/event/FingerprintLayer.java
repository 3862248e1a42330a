package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What kind of set a fingerprint names; the layers are decided in this order. */
public enum FingerprintLayer {
    @JsonProperty("family")
    FAMILY,
    @JsonProperty("exact")
    EXACT,
    @JsonProperty("band")
    BAND
}
