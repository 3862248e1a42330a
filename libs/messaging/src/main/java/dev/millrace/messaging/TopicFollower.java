package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole topics from their beginning and goes on following them, in every replica alike: for tables that each replica keeps in memory,
 * such as the recipes.
 */
public final class TopicFollower implements Part {
    private static final Duration ALIVE_CHECK = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaClients clients;
    private final List<Topic> topics;
    private final Consumer<ReceivedRecord> onRecord;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Thread thread;
    private volatile boolean stopping;

    /** @param onRecord called on one thread, in the order of each partition; what it throws ends the follower */
    public TopicFollower(KafkaClients clients, List<Topic> topics, Consumer<ReceivedRecord> onRecord) {
        this.clients = clients;
        this.topics = List.copyOf(topics);
        this.onRecord = onRecord;
        this.thread = Thread.ofPlatform().daemon().name("follow-" + topics).unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    /**
     * Waits until everything that is in the topics now has been read.
     *
     * @throws MillraceException {@link ErrorCode#BROKER_UNAVAILABLE} when that takes longer than the time given
     */
    public void catchUp(Duration timeout) {
        Map<TopicPartition, Long> ends = ends();
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            while (!hasReached(ends)) {
                long left = deadline - System.nanoTime();
                if (left <= 0 || !isRunning()) {
                    throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "a topic could not be read to its end");
                }
                advanced.awaitNanos(Math.min(left, ALIVE_CHECK.toNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private Map<TopicPartition, Long> ends() {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = clients.reader()) {
            return new HashMap<>(consumer.endOffsets(partitions(consumer)));
        } catch (KafkaException e) {
            throw new MillraceException(ErrorCode.BROKER_UNAVAILABLE, "Kafka does not answer", e);
        }
    }

    private List<TopicPartition> partitions(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.wireName()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void run() {
        int attempt = 0;
        while (!stopping) {
            try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = clients.reader()) {
                List<TopicPartition> partitions = partitions(consumer);
                consumer.assign(partitions);
                partitions.forEach(partition -> seek(consumer, partition));
                while (!stopping) {
                    consumer.poll(POLL).forEach(this::accept);
                    partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
                    signal();
                    attempt = 0;
                }
            } catch (KafkaException e) {
                pause(BackOff.EXTERNAL.wait(++attempt));
            }
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> record) {
        onRecord.accept(ReceivedRecord.of(record));
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }

    private void seek(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        @Nullable Long position = positions.get(partition);
        if (position == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, position);
        }
    }

    private void signal() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration wait) {
        lock.lock();
        try {
            long left = wait.toNanos();
            while (!stopping && left > 0) {
                left = advanced.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stopping = true;
        signal();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
