package dev.millrace.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Remembers on disk which records are being worked on, so that one that ends the process is found and set aside. While a stage runs the
 * file exists; a clean stop removes it; one that is there at the start tells of an unclean end, and each of its lines of records that were
 * in hand then. These are worked on in smaller parts and at last one by one, while all others go their usual way; they stay under suspicion
 * until they are committed, so that two of them cannot hide behind each other.
 */
final class AttemptNote {
    /** A record that was alone in hand so many times when the process ended is not tried again. */
    private static final int MOST_ALONE = 2;
    /** Records of a larger batch are tried in parts of so many first. */
    private static final int PART = 64;

    private static final String WORKING = "working";
    private static final String WORK = "work ";
    private static final String READ = "read ";

    private final @Nullable Path file;
    private Attempts suspects = Attempts.NONE;
    private Attempts unreadable = Attempts.NONE;
    private boolean endedWhileReading;

    AttemptNote(@Nullable Path file) {
        this.file = file;
        if (file != null && Files.exists(file)) {
            read(file);
        } else {
            write(false, suspects, unreadable);
        }
    }

    /** True when the process ended while nothing was in hand: it was idle, or what it read was more than it could hold. */
    boolean endedWhileReading() {
        return endedWhileReading;
    }

    /** The worst has not come again. */
    void readEverything() {
        endedWhileReading = false;
    }

    /** The batch in parts that are to be worked on one after the other; whole, when nothing of it is suspected. */
    List<List<ReceivedRecord>> parts(List<ReceivedRecord> batch) {
        List<List<ReceivedRecord>> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= batch.size(); i++) {
            int most = most(batch.get(from));
            if (i == batch.size() || i - from == most || most(batch.get(i)) != most) {
                parts.add(batch.subList(from, i));
                from = i;
            }
        }
        return parts;
    }

    private int most(ReceivedRecord record) {
        return suspects.of(record)
                .map(range -> range.together() > PART ? PART : 1)
                .orElse(Integer.MAX_VALUE);
    }

    /** Whether these were in hand at an unclean end. */
    boolean suspects(List<ReceivedRecord> part) {
        return suspects.of(part.getFirst()).isPresent();
    }

    /** Notes that the records are about to be worked on; false when it is one that has ended the process too often. */
    boolean begin(List<ReceivedRecord> part) {
        int alone = suspects.of(part.getFirst()).map(Attempts.Range::alone).orElse(0);
        if (part.size() == 1 && alone >= MOST_ALONE) {
            return false;
        }
        // Only a death counts: what is tried again within one life has the same count.
        write(true, suspects.with(part), unreadable);
        return true;
    }

    /** Notes that these records are committed. */
    void survived(List<ReceivedRecord> part) {
        suspects = suspects.without(Attempts.spans(part, 0, 0));
        write(false, suspects, unreadable);
    }

    /** Notes that they are not in hand any more, though not committed. */
    void released() {
        write(false, suspects, unreadable);
    }

    /** Notes that the record at this place is about to be read; false when that has ended the process too often. */
    boolean beginReading(TopicPartition from, long offset) {
        int before = unreadable.at(from, offset).map(Attempts.Range::alone).orElse(0);
        if (before >= MOST_ALONE) {
            return false;
        }
        write(false, suspects, unreadable.withRanges(List.of(Attempts.Range.of(from, offset, before + 1))));
        return true;
    }

    /**
     * Notes that all up to here could be read; on disk, too, before anybody else in the process reads on, or this record would be blamed for
     * the other's.
     */
    void read(TopicPartition from, long offset) {
        unreadable = unreadable.without(List.of(Attempts.Range.of(from, offset, 0)));
        write(false, suspects, unreadable);
    }

    /** The next record is in the same batch as often as not, and then no better: it is tried once less. */
    void skipped(TopicPartition from, long offset) {
        unreadable = unreadable.withRanges(List.of(Attempts.Range.of(from, offset + 1, MOST_ALONE - 1)));
        write(false, suspects, unreadable);
    }

    void cleanStop() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path from) {
        try {
            List<String> lines = Files.readAllLines(from);
            endedWhileReading = !lines.contains(WORKING);
            suspects = ranges(lines, WORK);
            unreadable = ranges(lines, READ);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            // A note that cannot be read is no note; what it told of is found again.
            suspects = Attempts.NONE;
        }
    }

    private static Attempts ranges(List<String> lines, String kind) {
        return new Attempts(lines.stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> Attempts.Range.of(line.substring(kind.length())))
                .toList());
    }

    private void write(boolean working, Attempts inHand, Attempts inReading) {
        if (file == null) {
            return;
        }
        List<String> lines = new ArrayList<>();
        if (working) {
            lines.add(WORKING);
        }
        inHand.ranges().forEach(range -> lines.add(WORK + range.line()));
        inReading.ranges().forEach(range -> lines.add(READ + range.line()));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path temporary = file.resolveSibling(file.getFileName() + ".new");
            Files.write(temporary, lines);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "what is in hand cannot be noted", e);
        }
    }
}
