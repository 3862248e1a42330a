package dev.millrace.launcher.local;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LocalStateTest {
    private static final long ME = ProcessHandle.current().pid();

    @Test
    void aRunningInstallationIsFoundByItsFolder(@TempDir Path folder) {
        DataFolder data = new DataFolder(folder);
        LocalState state = state(LocalState.ChildState.of("launcher", ME));

        state.write(data);

        assertThat(LocalState.running(data)).contains(state);
    }

    @Test
    void anotherProcessThatGotTheNumberIsNotTakenForTheLauncher(@TempDir Path folder) {
        DataFolder data = new DataFolder(folder);

        state(new LocalState.ChildState("launcher", ME, 1)).write(data);

        assertThat(LocalState.running(data)).isEmpty();
    }

    @Test
    void anEmptyFolderRunsNothing(@TempDir Path folder) {
        assertThat(LocalState.running(new DataFolder(folder))).isEmpty();
    }

    private static LocalState state(LocalState.ChildState launcher) {
        return new LocalState(
                launcher,
                "http://127.0.0.1:8080",
                "127.0.0.1:9092",
                "http://127.0.0.1:9000",
                true,
                List.of(LocalState.ChildState.of("kafka", ME)));
    }
}
