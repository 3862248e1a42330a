package dev.millrace.formatting.seal;

import dev.millrace.contracts.event.DatasetPartial;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a request has come.
 *
 * @param since when it was first heard of
 * @param partials by partition
 * @param answered true once it has been sealed or has failed; it stays so, whatever is repeated
 */
record RequestState(
        String request, String collection, Instant since, Map<Integer, DatasetPartial> partials, boolean answered) {
    RequestState {
        partials = Map.copyOf(partials);
    }

    static RequestState begun(String request, String collection, Instant since) {
        return new RequestState(request, collection, since, Map.of(), false);
    }

    RequestState with(DatasetPartial partial) {
        Map<Integer, DatasetPartial> more = new TreeMap<>(partials);
        more.putIfAbsent(partial.partition(), partial);
        return new RequestState(request, collection, since, more, answered);
    }

    RequestState asAnswered() {
        return new RequestState(request, collection, since, Map.of(), true);
    }

    boolean isComplete() {
        return partials.values().stream().anyMatch(partial -> partials.size() == partial.partitions());
    }
}
