package dev.millrace.formatting.seal;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetPartial;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.streams.EventTopology;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the latest row of every document; where a marker comes by, hands in the rows that are kept. */
final class TableProcessor implements Processor<String, Event, String, OutgoingEvent> {
    static final String NAME = "table";
    static final String STORE = "rows";

    private final DatasetObjects objects;
    private @Nullable ProcessorContext<String, OutgoingEvent> context;
    private @Nullable KeyValueStore<String, DocumentFormatted> rows;

    TableProcessor(DatasetObjects objects) {
        this.objects = objects;
    }

    @Override
    public void init(ProcessorContext<String, OutgoingEvent> given) {
        context = given;
        rows = given.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, Event> record) {
        switch (record.value()) {
            case DocumentFormatted row -> put(row);
            case PipelineMarker marker -> handIn(marker, record.timestamp());
            default -> throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the event does not belong here");
        }
    }

    /** A row that follows from an older decision never overwrites a newer one. */
    private void put(DocumentFormatted row) {
        DocumentFormatted before = table().get(row.key());
        if (before == null || before.sequence() < row.sequence()) {
            table().put(row.key(), row);
        }
    }

    private void handIn(PipelineMarker marker, long timestamp) {
        List<DocumentFormatted> kept = new ArrayList<>();
        try (KeyValueIterator<String, DocumentFormatted> all =
                table().prefixScan(marker.collection() + "/", new StringSerializer())) {
            while (all.hasNext()) {
                KeyValue<String, DocumentFormatted> each = all.next();
                if (each.value.kept()) {
                    kept.add(each.value);
                }
            }
        }
        ObjectRef written = objects.writePartial(kept.stream());
        DatasetPartial partial = new DatasetPartial(
                marker.request(), marker.collection(), marker.partition(), marker.partitions(), kept.size(), written);
        EventTopology.send(given(), OutgoingEvent.to(Topic.DATASETS_PARTIALS, partial), timestamp);
    }

    private KeyValueStore<String, DocumentFormatted> table() {
        return java.util.Objects.requireNonNull(rows);
    }

    private ProcessorContext<String, OutgoingEvent> given() {
        return java.util.Objects.requireNonNull(context);
    }
}
