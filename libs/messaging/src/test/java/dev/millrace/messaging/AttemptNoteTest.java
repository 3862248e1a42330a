package dev.millrace.messaging;

import dev.millrace.contracts.Origin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptNoteTest {
    private static final Origin RECORD = new Origin("documents.submitted", 1, 42);

    @TempDir
    Path folder;

    @Test
    void aFirstStartIsNotCareful() {
        assertThat(note().careful()).isFalse();
    }

    @Test
    void aStartAfterACleanStopIsNotCareful() {
        note().cleanStop();

        assertThat(note().careful()).isFalse();
    }

    @Test
    void aStartAfterAnUncleanEndIsCarefulUntilABatchIsSurvived() {
        note();

        AttemptNote again = note();

        assertThat(again.careful()).isTrue();
        again.survived();
        assertThat(again.careful()).isFalse();
    }

    @Test
    void aRecordThatEndedTheProcessTwiceIsRefused() {
        note();
        assertThat(note().begin(RECORD)).isTrue();
        assertThat(note().begin(RECORD)).isTrue();

        assertThat(note().begin(RECORD)).isFalse();
    }

    @Test
    void anotherRecordStartsItsOwnCount() {
        note();
        assertThat(note().begin(RECORD)).isTrue();
        assertThat(note().begin(new Origin("documents.submitted", 1, 43))).isTrue();

        assertThat(note().begin(RECORD)).isTrue();
    }

    private AttemptNote note() {
        return new AttemptNote(folder.resolve("attempt"));
    }
}
