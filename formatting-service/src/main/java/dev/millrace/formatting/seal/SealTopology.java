package dev.millrace.formatting.seal;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.messaging.streams.EventTopology;
import dev.millrace.messaging.streams.JsonSerde;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The table by document and the merge by collection. */
public final class SealTopology {
    private SealTopology() {}

    /** @param recipes the current recipe of a collection */
    public static Topology of(
            DatasetObjects objects, Function<String, Optional<Recipe>> recipes, Duration timeout, Clock clock) {
        EventTopology events = new EventTopology("millrace/formatting", clock)
                .source(Topic.DOCUMENTS_FORMATTED)
                .source(Topic.DATASETS_REQUESTED)
                .source(Topic.DATASETS_PARTIALS);
        Topology topology = events.topology();
        topology.addProcessor(
                TableProcessor.NAME, () -> new TableProcessor(objects), Topic.DOCUMENTS_FORMATTED.wireName());
        topology.addStateStore(store(TableProcessor.STORE, JsonSerde.of(DocumentFormatted.class)), TableProcessor.NAME);
        events.sink(Topic.DATASETS_PARTIALS, TableProcessor.NAME);
        topology.addProcessor(
                MergeProcessor.NAME,
                () -> new MergeProcessor(objects, recipes, timeout),
                Topic.DATASETS_PARTIALS.wireName(),
                Topic.DATASETS_REQUESTED.wireName());
        topology.addStateStore(store(MergeProcessor.STORE, JsonSerde.of(RequestState.class)), MergeProcessor.NAME);
        events.sink(Topic.DATASETS_SEALED, MergeProcessor.NAME).sink(Topic.DATASETS_FAILED, MergeProcessor.NAME);
        return topology;
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Serde<T> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }
}
