package dev.millrace.gateway.access;

import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.AccessKeyChanged;
import dev.millrace.contracts.event.AccessKeyChanged.Role;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.gateway.readmodel.Queries;
import dev.millrace.messaging.EventPublisher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * API keys. A key is 24 random bytes, so a salted hash of one round keeps it; its id is the beginning of another hash, by which it is found
 * without trying every key there is.
 */
public final class AccessKeys {
    private static final int SECRET_BYTES = 24;
    private static final int SALT_BYTES = 16;
    private static final int ID_DIGITS = 12;

    private final Queries queries;
    private final EventPublisher publisher;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final @Nullable AccessKeyChanged bootstrap;

    /** @param bootstrapKey is an administrator's until it is revoked */
    public AccessKeys(Queries queries, EventPublisher publisher, Clock clock, Optional<String> bootstrapKey) {
        this.queries = queries;
        this.publisher = publisher;
        this.clock = clock;
        this.bootstrap = bootstrapKey
                .filter(key -> !key.isBlank())
                .map(key -> record(key, "bootstrap", Set.of(Role.ADMIN), Set.of()))
                .orElse(null);
    }

    /** Records the configured key unless it is known, revoked or not. Called once the read model has caught up. */
    public void recordBootstrap() {
        AccessKeyChanged first = bootstrap;
        if (first != null && queries.key(first.keyId()).isEmpty()) {
            publisher.publish(OutgoingEvent.to(Topic.ACCESS_KEYS, first));
        }
    }

    /** A key that was just made. */
    @Schema(name = "NewKey")
    public record Created(String keyId, String key) {
        @Override
        public String toString() {
            return "Created[" + keyId + "]";
        }
    }

    public Created create(String name, Set<Role> roles, Set<String> collections) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String key = "mr-" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        AccessKeyChanged changed = record(key, name, roles, collections);
        publisher.publish(OutgoingEvent.to(Topic.ACCESS_KEYS, changed));
        return new Created(changed.keyId(), key);
    }

    public void revoke(AccessKeyChanged key) {
        publisher.publish(OutgoingEvent.to(
                Topic.ACCESS_KEYS,
                new AccessKeyChanged(
                        key.keyId(),
                        key.name(),
                        key.salt(),
                        key.hash(),
                        key.roles(),
                        key.collections(),
                        true,
                        clock.instant())));
    }

    private AccessKeyChanged record(String key, String name, Set<Role> roles, Set<String> collections) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new AccessKeyChanged(
                id(key),
                name,
                Base64.getEncoder().encodeToString(salt),
                Base64.getEncoder().encodeToString(hash(salt, key)),
                roles,
                collections,
                false,
                clock.instant());
    }

    /** The caller a key belongs to; empty when it is not valid. */
    public Optional<Caller> find(String key) {
        AccessKeyChanged first = bootstrap;
        Optional<AccessKeyChanged> known = queries.key(id(key));
        if (known.isEmpty() && first != null && first.keyId().equals(id(key))) {
            known = Optional.of(first);
        }
        return known.filter(changed -> !changed.revoked() && matches(changed, key))
                .map(changed -> new Caller(changed.keyId(), changed.name(), changed.roles(), changed.collections()));
    }

    private static boolean matches(AccessKeyChanged changed, String key) {
        byte[] salt = Base64.getDecoder().decode(changed.salt());
        return MessageDigest.isEqual(hash(salt, key), Base64.getDecoder().decode(changed.hash()));
    }

    private static String id(String key) {
        return Hashes.sha256OfParts("key id", key).substring(0, ID_DIGITS);
    }

    private static byte[] hash(byte[] salt, String key) {
        MessageDigest digest = Hashes.newSha256();
        digest.update(salt);
        return digest.digest(key.getBytes(StandardCharsets.UTF_8));
    }
}
