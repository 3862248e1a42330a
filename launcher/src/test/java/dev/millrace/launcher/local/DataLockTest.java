package dev.millrace.launcher.local;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataLockTest {
    @Test
    void aSecondLauncherOnTheSameFolderIsToldWhatToDo(@TempDir Path folder) {
        DataFolder data = new DataFolder(folder);
        DataLock first = DataLock.take(data);
        try {
            assertThatThrownBy(() -> DataLock.take(data))
                    .isInstanceOfSatisfying(
                            LauncherException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(LauncherException.USAGE))
                    .hasMessageContaining("already runs on " + folder)
                    .hasMessageContaining("millrace down");
        } finally {
            first.close();
        }
    }

    @Test
    void afterTheFirstHasGoneTheFolderIsFree(@TempDir Path folder) {
        DataFolder data = new DataFolder(folder);
        DataLock.take(data).close();

        DataLock second = DataLock.take(data);

        assertThat(second).isNotNull();
        second.close();
    }
}
