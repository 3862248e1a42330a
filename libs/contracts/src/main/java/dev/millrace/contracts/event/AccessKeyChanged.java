package dev.millrace.contracts.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Set;

/**
 * An API key, never in clear.
 *
 * @param salt base64
 * @param hash base64 of the salted hash
 * @param collections those the key may use; empty for all
 */
public record AccessKeyChanged(
        String keyId,
        String name,
        String salt,
        String hash,
        Set<Role> roles,
        Set<String> collections,
        boolean revoked,
        Instant at)
        implements Event {
    /** What a key may do. */
    public enum Role {
        @JsonProperty("producer")
        PRODUCER,
        @JsonProperty("monitor")
        MONITOR,
        @JsonProperty("owner")
        OWNER,
        @JsonProperty("user")
        USER,
        @JsonProperty("admin")
        ADMIN
    }

    public AccessKeyChanged {
        roles = Set.copyOf(roles);
        collections = Set.copyOf(collections);
    }

    @Override
    public String key() {
        return keyId;
    }

    @Override
    public String toString() {
        return "AccessKeyChanged[" + keyId + "]";
    }
}
