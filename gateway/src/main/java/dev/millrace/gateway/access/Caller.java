package dev.millrace.gateway.access;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.gateway.answer.Refusal;
import java.util.Set;

/**
 * Who makes a request.
 *
 * @param collections those the caller may use; empty for all
 */
public record Caller(String keyId, String name, Set<Role> roles, Set<String> collections) {
    public boolean mayUse(String collection) {
        return collections.isEmpty() || collections.contains(collection);
    }

    public boolean has(Role role) {
        return roles.contains(role) || roles.contains(Role.ADMIN);
    }

    /** What belongs to somebody else answers as what does not exist. */
    public void requireCollection(String collection) {
        if (!mayUse(collection)) {
            throw Refusal.unknown(ErrorCode.COLLECTION_UNKNOWN, collection);
        }
    }
}
