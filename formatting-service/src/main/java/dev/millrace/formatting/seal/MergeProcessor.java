package dev.millrace.formatting.seal;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetPartial;
import dev.millrace.contracts.event.DatasetRequested;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.messaging.streams.EventTopology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Collects what the partitions hand in; with the last of them the dataset is sealed. */
final class MergeProcessor implements Processor<String, Event, String, OutgoingEvent> {
    static final String NAME = "merge";
    static final String STORE = "requests";

    private static final Duration CHECK = Duration.ofSeconds(30);

    private final DatasetObjects objects;
    private final Function<String, Optional<Recipe>> recipes;
    private final Duration timeout;
    private @Nullable ProcessorContext<String, OutgoingEvent> context;
    private @Nullable KeyValueStore<String, RequestState> requests;

    /**
     * @param recipes the current recipe of a collection
     * @param timeout after which a request fails that is not answered
     */
    MergeProcessor(DatasetObjects objects, Function<String, Optional<Recipe>> recipes, Duration timeout) {
        this.objects = objects;
        this.recipes = recipes;
        this.timeout = timeout;
    }

    @Override
    public void init(ProcessorContext<String, OutgoingEvent> given) {
        context = given;
        requests = given.getStateStore(STORE);
        given.schedule(CHECK, PunctuationType.WALL_CLOCK_TIME, this::giveUp);
    }

    @Override
    public void process(Record<String, Event> record) {
        long timestamp = record.timestamp();
        switch (record.value()) {
            case DatasetRequested request -> state(request.request(), request.collection());
            case DatasetPartial partial -> take(partial, timestamp);
            default -> throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the event does not belong here");
        }
    }

    private RequestState state(String request, String collection) {
        RequestState known = store().get(request);
        if (known != null) {
            return known;
        }
        RequestState begun =
                RequestState.begun(request, collection, Instant.ofEpochMilli(given().currentSystemTimeMs()));
        store().put(request, begun);
        return begun;
    }

    private void take(DatasetPartial partial, long timestamp) {
        RequestState before = state(partial.request(), partial.collection());
        if (before.answered()) {
            return;
        }
        RequestState after = before.with(partial);
        if (after.isComplete()) {
            EventTopology.send(given(), seal(after), timestamp);
            store().put(partial.request(), after.asAnswered());
        } else {
            store().put(partial.request(), after);
        }
    }

    private OutgoingEvent seal(RequestState state) {
        Optional<Recipe> recipe = recipes.apply(state.collection());
        if (recipe.isEmpty()) {
            return failed(state, ErrorCode.COLLECTION_UNKNOWN, "no collection has this name");
        }
        List<DocumentFormatted> documents =
                objects.readPartials(List.copyOf(state.partials().values()));
        DatasetBuilder dataset =
                new DatasetBuilder(state.collection(), recipe.get(), documents, objects.readSplitKeys(documents));
        if (dataset.isEmpty()) {
            return failed(state, ErrorCode.DATASET_EMPTY, "no kept document has an example");
        }
        ObjectRef rows = objects.writeRows(dataset.rows());
        DatasetManifest manifest = dataset.manifest(rows);
        ObjectRef written = objects.writeManifest(manifest);
        return OutgoingEvent.to(
                Topic.DATASETS_SEALED,
                new DatasetSealed(state.request(), state.collection(), manifest.version(), written, now()));
    }

    private void giveUp(long nowMillis) {
        List<RequestState> late = new ArrayList<>();
        try (KeyValueIterator<String, RequestState> all = store().all()) {
            while (all.hasNext()) {
                RequestState state = all.next().value;
                if (!state.answered() && state.since().plus(timeout).toEpochMilli() < nowMillis) {
                    late.add(state);
                }
            }
        }
        for (RequestState state : late) {
            EventTopology.send(
                    given(), failed(state, ErrorCode.DATASET_TIMEOUT, "not every partition answered"), nowMillis);
            store().put(state.request(), state.asAnswered());
        }
    }

    private OutgoingEvent failed(RequestState state, ErrorCode code, String message) {
        return OutgoingEvent.to(
                Topic.DATASETS_FAILED, new DatasetFailed(state.request(), state.collection(), code, message, now()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(given().currentSystemTimeMs());
    }

    private KeyValueStore<String, RequestState> store() {
        return Objects.requireNonNull(requests);
    }

    private ProcessorContext<String, OutgoingEvent> given() {
        return Objects.requireNonNull(context);
    }
}
