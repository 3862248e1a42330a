package dev.millrace.launcher.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CrashLogTest {
    @TempDir
    private Path folder;

    @Test
    void pointsReachedAndPointsThatEndedAProcessAreToldApart() throws IOException {
        CrashLog log = new CrashLog(folder.resolve("log"));
        Files.write(log.file(), List.of("a.one", "a.two", "!a.two", "a.one"));

        assertThat(log.reached()).containsExactly("a.one", "a.two");
        assertThat(log.crashed()).containsExactly("a.two");
    }

    @Test
    void beforeTheFirstProcessHasNotedAnythingThereIsNothing() {
        CrashLog log = new CrashLog(folder.resolve("none"));

        assertThat(log.reached()).isEmpty();
        assertThat(log.crashed()).isEmpty();
    }
}
