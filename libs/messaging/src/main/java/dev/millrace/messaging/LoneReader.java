package dev.millrace.messaging;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads record by record and from one partition at a time after an end while reading: a small compressed record can unpack to more than the
 * process can hold, and then only the place that was noted before tells which one it was. Partitions are read in one order, each so far as
 * the read that failed may have gone.
 */
final class LoneReader {
    private static final Duration JOIN = Duration.ofMillis(100);
    private static final Duration READ = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final int most;
    private final Map<TopicPartition, Integer> turns = new HashMap<>();

    /** @param most records the read that failed may have held of a partition */
    LoneReader(Consumer<byte[], byte[]> consumer, int most) {
        this.consumer = consumer;
        this.most = most;
    }

    /** A partition that is given to us is not read before its turn. */
    void assigned(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
    }

    /** Keeps our place in the group; reads nothing, because everything is paused. */
    void keepPlace() {
        consumer.poll(JOIN);
    }

    LoneRead next(AttemptNote note) {
        List<TopicPartition> ours = consumer.assignment().stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .toList();
        if (ours.isEmpty()) {
            return new LoneRead.Nothing();
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(ours);
        for (TopicPartition each : ours) {
            if (turns.getOrDefault(each, 0) < most && consumer.position(each) < ends.getOrDefault(each, 0L)) {
                return read(each, note);
            }
        }
        return new LoneRead.Everything();
    }

    private LoneRead read(TopicPartition from, AttemptNote note) {
        long offset = consumer.position(from);
        if (!note.beginReading(from, offset)) {
            return new LoneRead.Unreadable(from, offset);
        }
        turns.merge(from, 1, Integer::sum);
        consumer.resume(List.of(from));
        ConsumerRecords<byte[], byte[]> read = consumer.poll(READ);
        consumer.pause(consumer.assignment());
        note.read(from, consumer.assignment().contains(from) ? consumer.position(from) : offset);
        return read.isEmpty()
                ? new LoneRead.Nothing()
                : new LoneRead.One(ReceivedRecord.of(read.iterator().next()));
    }
}
