package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.DocumentState;
import dev.millrace.cleaning.decision.MarkerCount;
import dev.millrace.contracts.Topic;
import dev.millrace.messaging.streams.EventTopology;
import dev.millrace.messaging.streams.JsonSerde;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The keyed decision as a topology of two parts that speak through topics of the table: the document store (features and pairs in;
 * fingerprints, decisions and receipts out) and the fingerprint store (fingerprints in, pairs out).
 */
public final class CleaningTopology {
    /** Also the consumer group. */
    public static final String APPLICATION = "cleaning";

    private CleaningTopology() {}

    /** @param partitions of every topic that scales with the documents */
    public static Topology of(int partitions, Mechanism mechanism, Clock clock) {
        EventTopology events = new EventTopology("millrace/cleaning", clock)
                .source(Topic.DOCUMENTS_FEATURES)
                .source(Topic.DOCUMENTS_PAIRS)
                .source(Topic.DOCUMENTS_FINGERPRINTS);
        Topology topology = events.topology();
        topology.addProcessor(
                DocumentProcessor.NAME,
                () -> new DocumentProcessor(partitions, mechanism.markers()),
                Topic.DOCUMENTS_FEATURES.wireName(),
                Topic.DOCUMENTS_PAIRS.wireName());
        documentStores().forEach(store -> topology.addStateStore(store.persistent(), DocumentProcessor.NAME));
        topology.addProcessor(
                FingerprintProcessor.NAME,
                () -> new FingerprintProcessor(partitions, mechanism),
                Topic.DOCUMENTS_FINGERPRINTS.wireName());
        fingerprintStores().forEach(store -> topology.addStateStore(store.persistent(), FingerprintProcessor.NAME));
        events.sink(Topic.DOCUMENTS_FINGERPRINTS, DocumentProcessor.NAME)
                .sink(Topic.DOCUMENTS_CLEANED, DocumentProcessor.NAME)
                .sink(Topic.DOCUMENTS_RECEIPTS, DocumentProcessor.NAME)
                .sink(Topic.DOCUMENTS_PAIRS, FingerprintProcessor.NAME);
        return topology;
    }

    /** A state store and how its entries are written. */
    record Store<K, V>(String name, Serde<K> keys, Serde<V> values) {
        StoreBuilder<?> persistent() {
            return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), keys, values);
        }
    }

    static List<Store<?, ?>> documentStores() {
        return List.of(
                new Store<>(DocumentProcessor.DOCUMENTS, Serdes.String(), JsonSerde.of(DocumentState.class)),
                new Store<>(DocumentProcessor.REVISIONS, Serdes.Bytes(), Serdes.ByteArray()),
                new Store<>(DocumentProcessor.MARKERS, Serdes.String(), JsonSerde.of(MarkerCount.class)));
    }

    static List<Store<?, ?>> fingerprintStores() {
        return List.of(
                new Store<>(FingerprintProcessor.MEMBERS, Serdes.Bytes(), Serdes.ByteArray()),
                new Store<>(FingerprintProcessor.MARKERS, Serdes.String(), JsonSerde.of(MarkerCount.class)));
    }
}
