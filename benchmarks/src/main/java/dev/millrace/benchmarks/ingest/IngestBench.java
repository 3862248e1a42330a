package dev.millrace.benchmarks.ingest;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.limits.RawProducer;
import dev.millrace.benchmarks.limits.StorePutGet;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.LocalServers;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Figure;
import dev.millrace.benchmarks.report.Limit;
import dev.millrace.benchmarks.report.Peer;
import dev.millrace.benchmarks.report.Row;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.launcher.local.ServiceKind;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** The shipped ingest service between a real broker and a real store, all in processes of their own. */
public final class IngestBench implements Benchmark {
    private static final int KIB = 1 << 10;
    /** How many documents of each size, KiB. */
    private static final Map<Integer, Integer> SIZES = new TreeMap<>(Map.of(1, 32 * KIB, 4, 32 * KIB, 64, 2 * KIB));

    private static final String MICROS = "us/document";
    private static final String VERIFIED =
            "every round: one committed event per document, all hashes; the stored bytes and text of one in 64 read back";

    private final Set<Integer> sizes;
    private final Map<String, String> environment;

    /**
     * @param sizes of the documents, KiB; none for all
     * @param environment further variables of the service, to measure it with other settings
     */
    public IngestBench(Set<Integer> sizes, Map<String, String> environment) {
        this.sizes = Set.copyOf(sizes);
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of("millrace", "jdk", "kafka", "s3");
    }

    @Override
    public List<Row> run(Session session) throws Exception {
        try (LocalServers servers = LocalServers.start(session.scratch(), environment, ServiceKind.INGEST);
                ObjectStore store = servers.store()) {
            KafkaClients clients =
                    new KafkaClients(new KafkaSettings(servers.bootstrapServers(), "bench", "0", Map.of()));
            define(clients);
            return measure(session, servers, clients, store);
        }
    }

    private static void define(KafkaClients clients) {
        Recipe recipe = Recipe.defaults();
        try (EventPublisher publisher = EventPublisher.plain(clients)) {
            for (boolean current : new boolean[] {false, true}) {
                publisher.publish(OutgoingEvent.to(
                        Topic.COLLECTIONS,
                        new CollectionRecorded(
                                Documents.COLLECTION, recipe.version(), current, recipe, Instant.now(), "bench")));
            }
        }
    }

    private List<Row> measure(Session session, LocalServers servers, KafkaClients clients, ObjectStore store)
            throws Exception {
        try (Admin admin = clients.admin();
                RawProducer producer = new RawProducer(servers.bootstrapServers());
                IngestedReader reader =
                        new IngestedReader(clients, new ObjectReader(store, StorageLimits.defaults()))) {
            List<Drain> drains = SIZES.entrySet().stream()
                    .filter(size -> sizes.isEmpty() || sizes.contains(size.getKey()))
                    .map(size -> new Drain(servers, admin, producer, reader, size.getKey() * KIB, size.getValue()))
                    .toList();
            Embedded embedded = new Embedded(4 * KIB, 16 * KIB);
            List<Contestant> all = new ArrayList<>(drains);
            all.add(embedded);
            all.add(new StorePutGet(store));
            Samples samples = session.alternation().run(all);
            List<Row> rows = new ArrayList<>();
            drains.forEach(drain -> rows.addAll(rows(samples, drain)));
            rows.add(Row.alone(embedded.name(), "documents/s", samples.figure(embedded.name()), VERIFIED));
            String processor = embedded.name() + Drain.PROCESSOR;
            rows.add(Row.alone(processor, MICROS, samples.figure(processor), VERIFIED));
            return rows;
        }
    }

    private static List<Row> rows(Samples samples, Drain drain) {
        Limit put = Limit.of(StorePutGet.PUT, samples.figure(StorePutGet.PUT));
        List<Row> rows = new ArrayList<>();
        rows.add(row(samples, drain.name() + " MB/s", "MB/s", put));
        rows.add(row(samples, drain.name() + " documents/s", "documents/s", null));
        rows.add(Row.alone(
                drain.name() + " cold documents/s", "documents/s", Figure.of(List.of(drain.cold())), VERIFIED));
        String processor = drain.name() + Drain.PROCESSOR;
        rows.add(row(samples, processor, MICROS, null));
        for (String part : Drain.PARTS) {
            String title = processor + " " + part;
            rows.add(Row.alone(title, MICROS, samples.figure(title), VERIFIED));
        }
        return rows;
    }

    private static Row row(Samples samples, String name, String unit, @Nullable Limit limit) {
        Peer producer = Peer.of("raw producer", "kafka", samples.figure(Drain.PRODUCER + name));
        return new Row(name, unit, samples.figure(name), producer, limit, VERIFIED);
    }
}
