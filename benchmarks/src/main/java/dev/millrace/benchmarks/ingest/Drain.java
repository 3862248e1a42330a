package dev.millrace.benchmarks.ingest;

import dev.millrace.benchmarks.limits.RawProducer;
import dev.millrace.benchmarks.measure.Contestant;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Timing;
import dev.millrace.contracts.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private static final String GROUP = "ingest.submissions";
    private static final Duration ASK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Admin admin;
    private final RawProducer producer;
    private final IngestedReader reader;
    private final int size;
    private final int count;
    private int round;

    Drain(Admin admin, RawProducer producer, IngestedReader reader, int size, int count) {
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
    public void measure(Samples samples) throws Exception {
        Documents documents = new Documents(size + "-" + ++round, count, size);
        List<ProducerRecord<byte[], byte[]>> records = documents.records();
        long filling = System.nanoTime();
        Map<Integer, Long> ends = producer.fill(records);
        double filled = Timing.since(filling);
        long draining = System.nanoTime();
        producer.commit();
        awaitCommitted(ends);
        double drained = Timing.since(draining);
        reader.verify(documents);
        samples.add(name() + " MB/s", documents.megabytes() / drained);
        samples.add(name() + " documents/s", count / drained);
        samples.add("producer " + name() + " MB/s", documents.megabytes() / filled);
        samples.add("producer " + name() + " documents/s", count / filled);
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
