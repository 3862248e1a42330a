package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.MemberSets;
import dev.millrace.contracts.event.FingerprintLayer;
import dev.millrace.contracts.event.Member;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Sets of members in a state store: the key says everything, neighbours are found by range scan. */
final class StoredMembers implements MemberSets {
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<Bytes, byte[]> store;

    StoredMembers(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Override
    public boolean add(FingerprintLayer layer, String fingerprint, Member member) {
        return store.putIfAbsent(StoreKeys.member(layer, fingerprint, member), PRESENT) == null;
    }

    @Override
    public boolean remove(FingerprintLayer layer, String fingerprint, Member member) {
        return store.delete(StoreKeys.member(layer, fingerprint, member)) != null;
    }

    @Override
    public @Nullable Member below(FingerprintLayer layer, String fingerprint, Member member) {
        Bytes key = StoreKeys.member(layer, fingerprint, member);
        return firstOther(store.reverseRange(StoreKeys.members(layer, fingerprint), key), key, layer, fingerprint);
    }

    @Override
    public @Nullable Member above(FingerprintLayer layer, String fingerprint, Member member) {
        Bytes key = StoreKeys.member(layer, fingerprint, member);
        Bytes behind = StoreKeys.behind(StoreKeys.members(layer, fingerprint));
        return firstOther(store.range(key, behind), key, layer, fingerprint);
    }

    private static @Nullable Member firstOther(
            KeyValueIterator<Bytes, byte[]> entries, Bytes key, FingerprintLayer layer, String fingerprint) {
        try (entries) {
            while (entries.hasNext()) {
                Bytes found = entries.next().key;
                if (!found.equals(key)) {
                    return StoreKeys.memberOf(layer, fingerprint, found);
                }
            }
            return null;
        }
    }
}
