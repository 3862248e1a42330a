package dev.millrace.messaging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Records that were in hand when the process ended, as ranges of offsets. Immutable; a record counts once, in the newest range it was in. */
record Attempts(List<Range> ranges) {
    static final Attempts NONE = new Attempts(List.of());
    /** Partitions that went to others leave their ranges behind; so many are remembered. */
    private static final int MOST = 1_000;

    Attempts {
        ranges = List.copyOf(ranges.subList(Math.max(0, ranges.size() - MOST), ranges.size()));
    }

    /**
     * Offsets of one partition that were in hand at once.
     *
     * @param to the last one
     * @param together how many records were in hand, in all partitions
     * @param alone how often the process ended while there was only this one
     */
    record Range(String topic, int partition, long from, long to, int together, int alone) {
        static Range of(TopicPartition place, long offset, int alone) {
            return new Range(place.topic(), place.partition(), offset, offset, 1, alone);
        }

        boolean holds(TopicPartition place, long offset) {
            return topic.equals(place.topic()) && partition == place.partition() && from <= offset && offset <= to;
        }

        private boolean isOf(Range other) {
            return topic.equals(other.topic) && partition == other.partition;
        }

        /** What is left of this range; what lies before the other one has been committed by somebody. */
        private List<Range> without(Range other) {
            if (!isOf(other) || other.to < from) {
                return List.of(this);
            }
            long rest = Math.max(from, other.to + 1);
            return rest > to ? List.of() : List.of(new Range(topic, partition, rest, to, together, alone));
        }

        String line() {
            return topic + " " + partition + " " + from + " " + to + " " + together + " " + alone;
        }

        static Range of(String line) {
            String[] words = line.split(" ", -1);
            return new Range(
                    words[0],
                    Integer.parseInt(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    Integer.parseInt(words[4]),
                    Integer.parseInt(words[5]));
        }
    }

    Optional<Range> of(ReceivedRecord record) {
        return at(
                new TopicPartition(record.origin().topic(), record.origin().partition()),
                record.origin().offset());
    }

    Optional<Range> at(TopicPartition place, long offset) {
        return ranges.stream().filter(range -> range.holds(place, offset)).findFirst();
    }

    /** The same, and these are in hand now. */
    Attempts with(List<ReceivedRecord> part) {
        int alone =
                part.size() > 1 ? 0 : 1 + of(part.getFirst()).map(Range::alone).orElse(0);
        return withRanges(spans(part, part.size(), alone));
    }

    Attempts withRanges(List<Range> inHand) {
        List<Range> all = new ArrayList<>(without(inHand).ranges);
        all.addAll(inHand);
        return new Attempts(all);
    }

    /** The same when these are done with. */
    Attempts without(List<Range> done) {
        List<Range> rest = ranges;
        for (Range each : done) {
            rest = rest.stream().flatMap(range -> range.without(each).stream()).toList();
        }
        return new Attempts(rest);
    }

    /** From the first to the last record of each partition. */
    static List<Range> spans(List<ReceivedRecord> part, int together, int alone) {
        Map<String, List<ReceivedRecord>> byPartition = new LinkedHashMap<>();
        part.forEach(record -> byPartition
                .computeIfAbsent(record.origin().topic() + " " + record.origin().partition(), key -> new ArrayList<>())
                .add(record));
        return byPartition.values().stream()
                .map(records -> span(records, together, alone))
                .toList();
    }

    private static Range span(List<ReceivedRecord> records, int together, int alone) {
        Comparator<ReceivedRecord> byOffset =
                Comparator.comparingLong(record -> record.origin().offset());
        ReceivedRecord first = records.stream().min(byOffset).orElseThrow();
        ReceivedRecord last = records.stream().max(byOffset).orElseThrow();
        return new Range(
                first.origin().topic(),
                first.origin().partition(),
                first.origin().offset(),
                last.origin().offset(),
                together,
                alone);
    }
}
