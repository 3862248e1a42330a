package dev.millrace.launcher.client;

import dev.millrace.launcher.local.DataFolder;
import dev.millrace.launcher.local.LauncherException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionTest {
    @TempDir
    private Path folder;

    @Test
    void theCommandLineGoesBeforeTheEnvironment() {
        Connection found = Connection.find(
                "http://127.0.0.1:1/",
                new DataFolder(folder),
                Map.of("MILLRACE_URL", "http://127.0.0.1:2", "MILLRACE_KEY", "secret"));

        assertThat(found).isEqualTo(new Connection(URI.create("http://127.0.0.1:1"), "secret"));
    }

    @Test
    void theKeyIsNeverPrinted() {
        assertThat(new Connection(URI.create("http://h"), "secret")).hasToString("Connection[http://h]");
    }

    @Test
    void anAddressWithoutAKeyIsWrongUsage() {
        assertThatThrownBy(() -> Connection.find("http://127.0.0.1:1", new DataFolder(folder), Map.of()))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                .hasMessageContaining("MILLRACE_KEY");
    }

    @Test
    void whatIsNoAddressIsWrongUsage() {
        assertThatThrownBy(() -> Connection.find("localhost", new DataFolder(folder), Map.of("MILLRACE_KEY", "secret")))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.exitCode()).isEqualTo(2));
    }

    @Test
    void withNothingRunningTheSentenceSaysHowToStart() {
        assertThatThrownBy(() -> Connection.find(null, new DataFolder(folder), Map.of()))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessageContaining("./millrace up");
    }

    @Test
    void aKeyOnTheCommandLineGoesBeforeTheEnvironment() {
        Connection found = Connection.find(
                null,
                "given",
                new DataFolder(folder),
                Map.of("MILLRACE_URL", "http://127.0.0.1:2", "MILLRACE_KEY", "secret"));

        assertThat(found).isEqualTo(new Connection(URI.create("http://127.0.0.1:2"), "given"));
    }

    @Test
    void aGatewayIsElsewhereWhenTheCommandLineOrTheEnvironmentNamesIt() {
        assertThat(Connection.isElsewhere("http://h", Map.of())).isTrue();
        assertThat(Connection.isElsewhere(null, Map.of("MILLRACE_URL", "http://h")))
                .isTrue();
        assertThat(Connection.isElsewhere(null, Map.of("MILLRACE_URL", ""))).isFalse();
        assertThat(Connection.isElsewhere(null, Map.of())).isFalse();
    }
}
