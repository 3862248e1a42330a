package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.decision.DocumentDesk;
import dev.millrace.cleaning.decision.DocumentState;
import dev.millrace.cleaning.decision.MarkerCount;
import dev.millrace.cleaning.decision.MarkerGate;
import dev.millrace.cleaning.decision.MarkerRule;
import dev.millrace.cleaning.decision.Ruling;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.FingerprintAnswer;
import dev.millrace.contracts.event.FingerprintChange;
import dev.millrace.contracts.event.FingerprintChanges;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.messaging.streams.EventTopology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** The document store's task: keeps what is known of each document of its partition, and alone says what became of it. */
final class DocumentProcessor implements Processor<String, Event, String, OutgoingEvent> {
    static final String NAME = "document-store";
    static final String DOCUMENTS = "documents";
    static final String REVISIONS = "revisions";
    static final String MARKERS = "document-markers";

    private final int partitions;
    private final MarkerRule markerRule;
    private ProcessorContext<String, OutgoingEvent> context;
    private KeyValueStore<String, DocumentState> documents;
    private DocumentDesk desk;
    private MarkerGate gate;

    /** @param partitions of every topic that scales with the documents */
    @SuppressWarnings("NullAway.Init") // Streams calls init before process
    DocumentProcessor(int partitions, MarkerRule markerRule) {
        this.partitions = partitions;
        this.markerRule = markerRule;
    }

    @Override
    public void init(ProcessorContext<String, OutgoingEvent> newContext) {
        context = newContext;
        documents = newContext.getStateStore(DOCUMENTS);
        KeyValueStore<Bytes, byte[]> revisions = newContext.getStateStore(REVISIONS);
        desk = new DocumentDesk(new StoredRevisions(revisions));
        KeyValueStore<String, MarkerCount> markers = newContext.getStateStore(MARKERS);
        gate = new MarkerGate(new StoredMarkers(markers), markerRule);
    }

    @Override
    public void process(Record<String, Event> record) {
        long at = record.timestamp();
        Instant time = Instant.ofEpochMilli(at);
        switch (record.value()) {
            case DocumentFeatures features ->
                rule(features.ingested().document(), state -> desk.submitted(state, features, time), at);
            case DocumentWithdrawn withdrawal ->
                rule(withdrawal.document(), state -> desk.withdrawn(state, withdrawal, time), at);
            case FingerprintAnswer answer -> rule(answer.document(), state -> desk.answered(state, answer, time), at);
            case PipelineMarker marker -> pass(marker, at);
            default ->
                throw new IllegalStateException(
                        "no event for the document store: " + record.value().getClass());
        }
    }

    private void rule(DocumentId document, Function<DocumentState, Ruling> step, long at) {
        DocumentState known = documents.get(document.key());
        DocumentState before = known == null ? DocumentState.unknown(document) : known;
        Ruling ruling = step.apply(before);
        if (!ruling.state().equals(known)) {
            documents.put(document.key(), ruling.state());
        }
        sendChanges(document, ruling.changes(), at);
        if (ruling.decision() != null) {
            send(OutgoingEvent.to(Topic.DOCUMENTS_CLEANED, ownPartition(), ruling.decision()), at);
        }
        ruling.receipts().forEach(receipt -> send(OutgoingEvent.to(Topic.DOCUMENTS_RECEIPTS, receipt), at));
    }

    private void sendChanges(DocumentId document, List<FingerprintChange> changes, long at) {
        Map<Integer, List<FingerprintChange>> byPartition = new TreeMap<>();
        for (FingerprintChange change : changes) {
            byPartition
                    .computeIfAbsent(partition(change), partition -> new ArrayList<>())
                    .add(change);
        }
        byPartition.forEach((partition, some) -> send(
                OutgoingEvent.to(Topic.DOCUMENTS_FINGERPRINTS, partition, new FingerprintChanges(document, some)), at));
    }

    private int partition(FingerprintChange change) {
        byte[] key = StoreKeys.partitionKey(change.layer(), change.fingerprint());
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** Behind all features it goes on to every fingerprint store; behind all their answers it comes out. */
    private void pass(PipelineMarker marker, long at) {
        String hop = context.recordMetadata().orElseThrow().topic();
        if (!gate.opens(hop, marker)) {
            return;
        }
        PipelineMarker tagged = marker.tagged(ownPartition());
        if (hop.equals(Topic.DOCUMENTS_PAIRS.wireName())) {
            send(OutgoingEvent.to(Topic.DOCUMENTS_CLEANED, ownPartition(), tagged.toPartition(ownPartition())), at);
            return;
        }
        for (int to = 0; to < partitions; to++) {
            send(OutgoingEvent.to(Topic.DOCUMENTS_FINGERPRINTS, to, tagged.toPartition(to)), at);
        }
    }

    private int ownPartition() {
        return context.taskId().partition();
    }

    private void send(OutgoingEvent event, long at) {
        EventTopology.send(context, event, at);
    }
}
