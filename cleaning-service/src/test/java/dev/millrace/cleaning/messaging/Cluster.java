package dev.millrace.cleaning.messaging;

import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * The topology's tasks on any number of partitions, without a broker: every partition is a log, and chance says which task takes its
 * next record, and whether one is set back and takes some again.
 */
final class Cluster {
    private final int partitions;
    private final Random random;
    private final Map<Topic, List<Log>> logs = new EnumMap<>(Topic.class);
    private final List<Task> documentTasks = new ArrayList<>();
    private final List<Task> fingerprintTasks = new ArrayList<>();
    private int rewinds;

    /** @param rewinds how often a partition is set back */
    Cluster(int partitions, Mechanism mechanism, Random random, int rewinds) {
        this.partitions = partitions;
        this.random = random;
        this.rewinds = rewinds;
        for (int i = 0; i < partitions; i++) {
            documentTasks.add(new Task(
                    new TaskId(0, i),
                    new DocumentProcessor(partitions, mechanism.markers()),
                    CleaningTopology.documentStores()));
            fingerprintTasks.add(new Task(
                    new TaskId(1, i),
                    new FingerprintProcessor(partitions, mechanism),
                    CleaningTopology.fingerprintStores()));
        }
    }

    /** A partition: what is in it, and how far its reader is. */
    private static final class Log {
        private final List<Event> records = new ArrayList<>();
        private int position;
    }

    /** A processor with its stores. */
    private static final class Task {
        private final MockProcessorContext<String, OutgoingEvent> context;
        private final Processor<String, Event, String, OutgoingEvent> processor;

        Task(
                TaskId id,
                Processor<String, Event, String, OutgoingEvent> processor,
                List<CleaningTopology.Store<?, ?>> stores) {
            Properties config = new Properties();
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
            config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
            this.context = new MockProcessorContext<>(config, id, new File("target/none"));
            this.processor = processor;
            stores.forEach(this::add);
            processor.init(context);
        }

        private <K, V> void add(CleaningTopology.Store<K, V> store) {
            KeyValueStore<K, V> memory = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(store.name()), store.keys(), store.values())
                    .withLoggingDisabled()
                    .withCachingDisabled()
                    .build();
            memory.init(context.getStateStoreContext(), memory);
        }

        List<OutgoingEvent> process(Topic topic, int partition, int offset, Event event) {
            context.resetForwards();
            context.setRecordMetadata(topic.wireName(), partition, offset);
            processor.process(new Record<>(event.key(), event, 0));
            return context.forwarded().stream()
                    .<OutgoingEvent>map(forward -> forward.record().value())
                    .toList();
        }
    }

    void append(Topic topic, int partition, Event event) {
        log(topic, partition).records.add(event);
    }

    int partitionOf(String key) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }

    /** Works until nothing is left to do. */
    void drain() {
        while (step()) {
            rewindNowAndThen();
        }
    }

    private boolean step() {
        List<Runnable> possible = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            offer(Topic.DOCUMENTS_FEATURES, i, documentTasks.get(i), possible);
            offer(Topic.DOCUMENTS_PAIRS, i, documentTasks.get(i), possible);
            offer(Topic.DOCUMENTS_FINGERPRINTS, i, fingerprintTasks.get(i), possible);
        }
        if (possible.isEmpty()) {
            return false;
        }
        possible.get(random.nextInt(possible.size())).run();
        return true;
    }

    private void offer(Topic topic, int partition, Task task, List<Runnable> possible) {
        Log log = log(topic, partition);
        if (log.position < log.records.size()) {
            possible.add(() -> {
                int offset = log.position++;
                task.process(topic, partition, offset, log.records.get(offset)).forEach(this::deliver);
            });
        }
    }

    private void deliver(OutgoingEvent event) {
        Integer partition = event.partition();
        append(event.topic(), partition == null ? partitionOf(event.data().key()) : partition, event.data());
    }

    private void rewindNowAndThen() {
        if (rewinds > 0 && random.nextInt(20) == 0) {
            rewinds--;
            List<Topic> topics = List.of(Topic.DOCUMENTS_FEATURES, Topic.DOCUMENTS_PAIRS, Topic.DOCUMENTS_FINGERPRINTS);
            Log log = log(topics.get(random.nextInt(3)), random.nextInt(partitions));
            log.position -= Math.min(log.position, random.nextInt(8));
        }
    }

    /** Everything that came out on one partition of the decisions. */
    List<Event> cleaned(int partition) {
        return log(Topic.DOCUMENTS_CLEANED, partition).records;
    }

    /** The latest decision of each document, in words. */
    Map<String, String> decisions() {
        Map<String, String> decisions = new TreeMap<>();
        for (int i = 0; i < partitions; i++) {
            for (Event event : cleaned(i)) {
                if (event instanceof DocumentDecided decided) {
                    decisions.put(decided.key(), History.tell(decided));
                }
            }
        }
        return decisions;
    }

    /** How many records of the partition of decisions lie behind the request's marker; -1 without exactly one marker. */
    int behindMarker(int partition, String request) {
        List<Event> cleaned = cleaned(partition);
        List<Integer> markers = new ArrayList<>();
        for (int i = 0; i < cleaned.size(); i++) {
            if (cleaned.get(i) instanceof PipelineMarker marker
                    && marker.request().equals(request)) {
                markers.add(i);
            }
        }
        return markers.size() == 1 ? cleaned.size() - 1 - markers.getFirst() : -1;
    }

    private Log log(Topic topic, int partition) {
        List<Log> some = logs.computeIfAbsent(topic, t -> new ArrayList<>());
        while (some.size() <= partition) {
            some.add(new Log());
        }
        return some.get(partition);
    }
}
