package dev.millrace.messaging;

import dev.millrace.contracts.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Each call of {@link #start} is a process that came after an unclean end of the one before. */
class AttemptNoteTest {
    private static final String TOPIC = "documents.submitted";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
    private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);

    @TempDir
    Path folder;

    @Test
    void nothingIsSuspectedAtAFirstStartAndAfterACleanStop() {
        AttemptNote first = start();
        assertThat(first.endedWhileReading()).isFalse();
        assertThat(first.parts(records(0, 100))).hasSize(1);
        assertThat(first.begin(records(0, 100))).isTrue();
        first.cleanStop();

        AttemptNote second = start();

        assertThat(second.endedWhileReading()).isFalse();
        assertThat(second.parts(records(0, 100))).hasSize(1);
    }

    @Test
    void whatWasInHandIsTriedInPartsAndThenOneByOneAndTheRestAsEver() {
        start().begin(records(0, 200));
        AttemptNote second = start();
        assertThat(sizes(second.parts(records(0, 200)))).containsExactly(64, 64, 64, 8);
        assertThat(sizes(second.parts(Stream.concat(records(0, 200).stream(), records(1, 50).stream())
                        .toList())))
                .containsExactly(64, 64, 64, 8, 50);

        second.begin(second.parts(records(0, 200)).getFirst());

        assertThat(sizes(start().parts(records(0, 200))).subList(62, 67)).containsExactly(1, 1, 64, 64, 8);
    }

    @Test
    void whatIsCommittedIsSuspectedNoMore() {
        start().begin(records(0, 10));
        AttemptNote second = start();
        second.begin(records(0, 10).subList(0, 1));
        second.survived(records(0, 10).subList(0, 1));
        second.begin(records(0, 10).subList(1, 2));

        AttemptNote third = start();

        assertThat(third.endedWhileReading()).isFalse();
        assertThat(sizes(third.parts(records(0, 1)))).containsExactly(1);
        assertThat(third.begin(records(0, 1))).isTrue();
        assertThat(start().begin(records(0, 1))).isTrue();
        assertThat(start().begin(records(0, 1))).isFalse();
    }

    @Test
    void aRecordThatEndedTheProcessTwiceAloneIsRefused() {
        assertThat(start().begin(records(0, 1))).isTrue();
        assertThat(start().begin(records(0, 1))).isTrue();

        assertThat(start().begin(records(0, 1))).isFalse();
    }

    /** As after a commit that the group refused. */
    @Test
    void whatIsTriedAgainInOneLifeIsNotBlamedForIt() {
        AttemptNote first = start();
        for (int i = 0; i < 5; i++) {
            assertThat(first.begin(records(0, 1))).isTrue();
            first.released();
        }
        assertThat(start().endedWhileReading()).isTrue();
        assertThat(start().beginReading(FIRST, 0)).isTrue();
        assertThat(start().begin(records(0, 1))).isTrue();
    }

    /** Which partition is polled first differs from start to start. */
    @Test
    void twoRecordsDoNotHideBehindEachOther() {
        List<ReceivedRecord> one = records(0, 1);
        List<ReceivedRecord> other = records(1, 1);
        start().begin(Stream.concat(one.stream(), other.stream()).toList());
        assertThat(start().begin(one)).isTrue();
        assertThat(start().begin(other)).isTrue();
        assertThat(start().begin(one)).isTrue();
        assertThat(start().begin(other)).isTrue();

        AttemptNote last = start();

        assertThat(last.begin(one)).isFalse();
        assertThat(last.begin(other)).isFalse();
    }

    @Test
    void anEndWithNothingInHandIsAnEndWhileReading() {
        AttemptNote first = start();
        first.begin(records(0, 3));
        assertThat(start().endedWhileReading()).isFalse();
        first.survived(records(0, 3));

        assertThat(start().endedWhileReading()).isTrue();
    }

    @Test
    void aPlaceWhereReadingEndedTheProcessTwiceIsRefusedAndTheOneBehindItSooner() {
        assertThat(start().beginReading(FIRST, 7)).isTrue();
        assertThat(start().beginReading(SECOND, 3)).isTrue();
        assertThat(start().beginReading(FIRST, 7)).isTrue();
        AttemptNote fourth = start();
        assertThat(fourth.beginReading(FIRST, 7)).isFalse();
        fourth.skipped(FIRST, 7);
        assertThat(fourth.beginReading(FIRST, 8)).isTrue();

        AttemptNote fifth = start();

        assertThat(fifth.beginReading(FIRST, 8)).isFalse();
        assertThat(fifth.beginReading(SECOND, 3)).isTrue();
        fifth.read(SECOND, 4);
        assertThat(fifth.beginReading(SECOND, 4)).isTrue();
    }

    /** The other channel of the process may read on while this one works. */
    @Test
    void whatWasReadIsNotBlamedForAnEndThatComesAfterIt() {
        for (int i = 0; i < 3; i++) {
            AttemptNote note = start();
            assertThat(note.beginReading(FIRST, 7)).isTrue();
            note.read(FIRST, 8);
        }
    }

    @Test
    void aNoteThatCannotBeReadSuspectsNothing() throws IOException {
        Files.writeString(folder.resolve("attempt"), "working\nwork documents.submitted one\n");

        assertThat(start().parts(records(0, 100))).hasSize(1);
    }

    private AttemptNote start() {
        return new AttemptNote(folder.resolve("attempt"));
    }

    private static List<Integer> sizes(List<List<ReceivedRecord>> parts) {
        return parts.stream().map(List::size).toList();
    }

    private static List<ReceivedRecord> records(int partition, int count) {
        return IntStream.range(0, count)
                .mapToObj(offset ->
                        new ReceivedRecord(new Origin(TOPIC, partition, offset), Instant.EPOCH, null, Map.of(), null))
                .toList();
    }
}
