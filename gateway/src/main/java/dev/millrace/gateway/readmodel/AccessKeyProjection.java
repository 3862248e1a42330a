package dev.millrace.gateway.readmodel;

import dev.millrace.contracts.event.AccessKeyChanged;
import org.jdbi.v3.core.Handle;

/** API keys. */
final class AccessKeyProjection implements Projection<AccessKeyChanged> {
    @Override
    public Class<AccessKeyChanged> type() {
        return AccessKeyChanged.class;
    }

    @Override
    public void apply(Handle db, Fact<AccessKeyChanged> fact) {
        AccessKeyChanged key = fact.event();
        Rows.put(
                db,
                "access_keys",
                1,
                "key_id, admin, revoked, event_json",
                key.keyId(),
                key.roles().contains(AccessKeyChanged.Role.ADMIN),
                key.revoked(),
                Rows.json(key));
    }
}
