package dev.millrace.benchmarks.ingest;

import dev.millrace.benchmarks.limits.RawProducer;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.LocalServers;
import dev.millrace.benchmarks.measure.ProcessorTime;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.contracts.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The topic is filled in one transaction, which ingest does not see until it is committed; then the clock runs until ingest has committed
 * its events and offsets for all of it.
 */
final class Drain implements Contestant {
    static final String PROCESSOR = " processor time";
    static final String PRODUCER = "producer ";
    static final List<String> PARTS = List.of("ingest", "kafka", "store");

    private static final String GROUP = "ingest.submissions";
    private static final Duration ASK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final double MICROS = 1e6;
    private static final int WARM_UPS = 4;

    private final LocalServers servers;
    private final Admin admin;
    private final RawProducer producer;
    private final IngestedReader reader;
    private final int size;
    private final int count;
    private int round;
    private double cold;

    Drain(LocalServers servers, Admin admin, RawProducer producer, IngestedReader reader, int size, int count) {
        this.servers = servers;
        this.admin = admin;
        this.producer = producer;
        this.reader = reader;
        this.size = size;
        this.count = count;
    }

    @Override
    public String name() {
        return "ingest " + (size >> 10) + " KiB";
    }

    @Override
    public int warmUps() {
        return WARM_UPS;
    }

    /** Documents per second of the very first round, in which most of the processor time goes into compiling. */
    double cold() {
        return cold;
    }

    @Override
    public void measure(Samples samples) throws Exception {
        Documents documents = new Documents(size + "-" + ++round, count, size);
        List<ProducerRecord<byte[], byte[]>> records = documents.records();
        Usage fill = new Usage();
        Map<Integer, Long> ends = producer.fill(records);
        double filled = fill.seconds();
        samples.add(PRODUCER + name() + PROCESSOR, fill.micros("kafka") + fill.ownMicros());
        Usage drain = new Usage();
        producer.commit();
        awaitCommitted(ends);
        double drained = drain.seconds();
        PARTS.forEach(part -> samples.add(name() + PROCESSOR + " " + part, drain.micros(part)));
        samples.add(
                name() + PROCESSOR, PARTS.stream().mapToDouble(drain::micros).sum());
        reader.verify(documents);
        samples.add(name() + " MB/s", documents.megabytes() / drained);
        samples.add(name() + " documents/s", count / drained);
        cold = round == 1 ? count / drained : cold;
        samples.add(PRODUCER + name() + " MB/s", documents.megabytes() / filled);
        samples.add(PRODUCER + name() + " documents/s", count / filled);
    }

    /** Time and processor time from now on. */
    private final class Usage {
        private final Map<String, Double> processors = servers.processorTimes();
        private final double own = ProcessorTime.own();
        private final long begun = System.nanoTime();

        double seconds() {
            return Timing.since(begun);
        }

        /** Of one of the processes, for each document. */
        double micros(String part) {
            return micros(of(servers.processorTimes(), part) - of(processors, part));
        }

        double ownMicros() {
            return micros(ProcessorTime.own() - own);
        }

        private static double of(Map<String, Double> times, String part) {
            return Objects.requireNonNull(times.get(part), part);
        }

        private double micros(double seconds) {
            return seconds * MICROS / count;
        }
    }

    private void awaitCommitted(Map<Integer, Long> ends) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!committed(ends)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("ingest did not take everything in time");
            }
            LockSupport.parkNanos(ASK.toNanos());
        }
    }

    private boolean committed(Map<Integer, Long> ends) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset =
                    offsets.get(new TopicPartition(Topic.DOCUMENTS_SUBMITTED.wireName(), end.getKey()));
            return offset != null && offset.offset() >= end.getValue();
        });
    }
}
