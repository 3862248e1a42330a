package dev.millrace.gateway.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.gateway.readmodel.ReadModel;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Part;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.StageListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Keeps the read model up to date with the topics, from where it stopped, or from the beginning when there is none. */
public final class Projector implements Part {
    private static final Logger LOG = Logger.getLogger(Projector.class);
    private static final String CHANNEL = "read-model";
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final ReadModel readModel;
    private final StageListener listener;
    private final Thread thread = Thread.ofPlatform().daemon().name("projector").unstarted(this::run);
    private volatile boolean stopping;

    /** @param listener hears when nothing can be projected any more: a new process opens the database anew, or builds it anew */
    public Projector(KafkaClients clients, ReadModel readModel, StageListener listener) {
        this.clients = clients;
        this.readModel = readModel;
        this.listener = listener;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** True once everything has been read that was there at the start. */
    @Override
    public boolean isReady() {
        return isRunning() && readModel.isComplete();
    }

    private void run() {
        try {
            followUntilTheEnd();
        } catch (RuntimeException e) {
            listener.stopped(CHANNEL, e);
        }
    }

    private void followUntilTheEnd() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer = clients.reader()) {
                follow(consumer);
            } catch (KafkaException e) {
                LOG.warnf("the topics cannot be read: %s", e.getClass().getSimpleName());
                LockSupport.parkNanos(AGAIN.toNanos());
            } catch (MillraceException e) {
                if (e.code() == ErrorCode.DISK_FULL) {
                    throw e;
                }
                LOG.warnf("errorCode=%s: the read model waits", e.code());
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = ReadModel.topicNames().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<ReadModel.Place, Long> known = readModel.positions();
        for (TopicPartition partition : partitions) {
            Long next = known.get(new ReadModel.Place(partition.topic(), partition.partition()));
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!stopping) {
            step(consumer);
            if (!readModel.isComplete()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                readModel.complete();
            }
        }
    }

    private void step(Consumer<byte[], byte[]> consumer) {
        List<ReceivedRecord> records = new ArrayList<>();
        Map<ReadModel.Place, Long> positions = new HashMap<>();
        var polled = consumer.poll(POLL);
        polled.forEach(record -> records.add(ReceivedRecord.of(record)));
        polled.partitions()
                .forEach(partition -> positions.put(
                        new ReadModel.Place(partition.topic(), partition.partition()), consumer.position(partition)));
        if (!records.isEmpty()) {
            readModel.apply(
                    records,
                    positions,
                    (record, code) -> LOG.warnf(
                            "errorCode=%s topic=%s passed over",
                            code, record.origin().topic()));
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
