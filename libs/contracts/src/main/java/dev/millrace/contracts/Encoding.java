package dev.millrace.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the bytes a reference names are stored. */
public enum Encoding {
    @JsonProperty("identity")
    IDENTITY,
    /** One Zstandard frame (RFC 8878). */
    @JsonProperty("zstd")
    ZSTD
}
