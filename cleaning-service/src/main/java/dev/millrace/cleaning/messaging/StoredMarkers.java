package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.MarkerCount;
import dev.millrace.cleaning.decision.MarkerCounts;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Marker counts in a state store. */
record StoredMarkers(KeyValueStore<String, MarkerCount> store) implements MarkerCounts {
    @Override
    public @Nullable MarkerCount get(String key) {
        return store.get(key);
    }

    @Override
    public void put(String key, MarkerCount count) {
        store.put(key, count);
    }
}
