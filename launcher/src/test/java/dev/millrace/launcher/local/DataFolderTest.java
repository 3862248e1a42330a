package dev.millrace.launcher.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataFolderTest {
    @TempDir
    private Path folder;

    @Test
    void aFullDiskIsSaidInOneSentence() {
        DataFolder data = new DataFolder(folder);

        assertThatThrownBy(() -> data.requireSpace(Long.MAX_VALUE))
                .isInstanceOfSatisfying(LauncherException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(LauncherException.FAILED);
                    assertThat(e).hasMessageContaining("is full").hasMessageContaining("MiB are left");
                });
        assertThatCode(() -> data.requireSpace(1)).doesNotThrowAnyException();
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidInOneSentence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new DataFolder(file.resolve("data")).created())
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("cannot be written");
    }
}
