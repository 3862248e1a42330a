package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.FingerprintDesk;
import dev.millrace.cleaning.decision.MarkerCount;
import dev.millrace.cleaning.decision.MarkerGate;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.FingerprintAnswer;
import dev.millrace.contracts.event.FingerprintChange;
import dev.millrace.contracts.event.FingerprintChanges;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.streams.EventTopology;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** The fingerprint store's task: keeps the sets whose fingerprints fall into its partition, and answers their members. */
final class FingerprintProcessor implements Processor<String, Event, String, OutgoingEvent> {
    static final String NAME = "fingerprint-store";
    static final String MEMBERS = "fingerprints";
    static final String MARKERS = "fingerprint-markers";

    private final int partitions;
    private final Mechanism mechanism;
    private ProcessorContext<String, OutgoingEvent> context;
    private FingerprintDesk desk;
    private MarkerGate gate;

    @SuppressWarnings("NullAway.Init") // Streams calls init before process
    FingerprintProcessor(int partitions, Mechanism mechanism) {
        this.partitions = partitions;
        this.mechanism = mechanism;
    }

    @Override
    public void init(ProcessorContext<String, OutgoingEvent> newContext) {
        context = newContext;
        KeyValueStore<Bytes, byte[]> members = newContext.getStateStore(MEMBERS);
        desk = new FingerprintDesk(mechanism.members().apply(new StoredMembers(members)));
        KeyValueStore<String, MarkerCount> markers = newContext.getStateStore(MARKERS);
        gate = new MarkerGate(new StoredMarkers(markers), mechanism.markers());
    }

    @Override
    public void process(Record<String, Event> record) {
        switch (record.value()) {
            case FingerprintChanges changes -> changes.changes().forEach(change -> answer(change, record.timestamp()));
            case PipelineMarker marker -> pass(marker, record.timestamp());
            default ->
                throw new IllegalStateException(
                        "no event for the fingerprint store: " + record.value().getClass());
        }
    }

    private void answer(FingerprintChange change, long at) {
        for (FingerprintAnswer answer : desk.apply(change)) {
            EventTopology.send(context, OutgoingEvent.to(Topic.DOCUMENTS_PAIRS, answer), at);
        }
    }

    private void pass(PipelineMarker marker, long at) {
        if (!gate.opens(Topic.DOCUMENTS_FINGERPRINTS.wireName(), marker)) {
            return;
        }
        PipelineMarker tagged = marker.tagged(context.taskId().partition());
        for (int to = 0; to < partitions; to++) {
            EventTopology.send(context, OutgoingEvent.to(Topic.DOCUMENTS_PAIRS, to, tagged.toPartition(to)), at);
        }
    }
}
