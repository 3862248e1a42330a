package dev.millrace.benchmarks.ingest;

import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.ProcessorTime;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.ingest.IngestConfig;
import dev.millrace.ingest.IngestStep;
import dev.millrace.ingest.extract.Extractors;
import dev.millrace.ingest.messaging.IngestChannel;
import dev.millrace.messaging.EventRecords;
import dev.millrace.messaging.KnownRecipes;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.InMemoryObjectStore;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** What ingest does with the same records in this process, without broker and store: from records to segments and records. */
final class Embedded implements Contestant {
    private static final int PARTITIONS = 4;

    private final IngestConfig config = new SmallRyeConfigBuilder()
            .withMapping(IngestConfig.class)
            .withConverter(Duration.class, 200, new DurationConverter())
            .build()
            .getConfigMapping(IngestConfig.class);
    private final IngestStep step = new IngestStep(new Extractors(), config.largestDocument());
    private final EventRecords records = new EventRecords("millrace/ingest", Clock.systemUTC());
    private final int size;
    private final int count;
    private int round;

    Embedded(int size, int count) {
        this.size = size;
        this.count = count;
    }

    @Override
    public String name() {
        return "ingest " + (size >> 10) + " KiB without broker and store";
    }

    @Override
    public int warmUps() {
        return 4;
    }

    @Override
    public void measure(Samples samples) {
        Documents documents = new Documents("embedded-" + size + "-" + ++round, count, size);
        List<ConsumerRecord<byte[], byte[]>> submitted = submitted(documents);
        try (ObjectStore store = new InMemoryObjectStore("bench")) {
            double processor = ProcessorTime.own();
            long begun = System.nanoTime();
            List<OutgoingEvent> events = ingest(submitted, store);
            double took = Timing.since(begun);
            samples.add(name() + Drain.PROCESSOR, (ProcessorTime.own() - processor) * 1e6 / count);
            samples.add(name(), count / took);
            verify(documents, events, store);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> submitted(Documents documents) {
        List<ProducerRecord<byte[], byte[]>> sent = documents.records();
        return IntStream.range(0, sent.size())
                .mapToObj(i -> received(sent.get(i), i))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent, int number) {
        return new ConsumerRecord<>(
                sent.topic(),
                number % PARTITIONS,
                number / PARTITIONS,
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME,
                sent.key().length,
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    private List<OutgoingEvent> ingest(List<ConsumerRecord<byte[], byte[]>> submitted, ObjectStore store) {
        var handler = IngestChannel.handler(store, new OneRecipe(), step, config, PARTITIONS);
        List<OutgoingEvent> all = new ArrayList<>();
        for (int from = 0; from < submitted.size(); from += config.batchRecords()) {
            int to = Math.min(submitted.size(), from + config.batchRecords());
            List<OutgoingEvent> events = handler.handle(
                    submitted.subList(from, to).stream().map(ReceivedRecord::of).toList());
            events.forEach(records::record);
            all.addAll(events);
        }
        return all;
    }

    private static void verify(Documents documents, List<OutgoingEvent> events, ObjectStore store) {
        Ingested ingested = new Ingested(new ObjectReader(store, StorageLimits.defaults()));
        for (OutgoingEvent event : events) {
            if (event.data() instanceof DocumentIngested document) {
                ingested.add(document);
            }
        }
        ingested.verify(documents);
    }

    /** The bench's collection and no other. */
    private static final class OneRecipe implements KnownRecipes {
        private final Recipe recipe = Recipe.defaults();

        @Override
        public Optional<Recipe> known(String collection) {
            return collection.equals(Documents.COLLECTION) ? Optional.of(recipe) : Optional.empty();
        }

        @Override
        public void catchUp() {}
    }
}
