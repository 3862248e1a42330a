package dev.millrace.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The two servers as child processes, the way the launcher runs them. */
class ServerProcessIT {
    private static final Map<String, String> KEYS =
            Map.of("MILLRACE_STORE_ACCESS_KEY", "access", "MILLRACE_STORE_SECRET_KEY", "secret-key");

    @Test
    void theBrokerSaysReadyAnswersAndStopsOnATerminationSignal(@TempDir Path folder) throws Exception {
        answersAndStops(LocalKafkaMain.class, Map.of(), "--data", folder.toString());
    }

    @Test
    void theObjectStoreSaysReadyAnswersAndStopsOnATerminationSignal(@TempDir Path folder) throws Exception {
        answersAndStops(LocalObjectStoreMain.class, KEYS, "--data", folder.toString(), "--bucket", "millrace");
        assertThat(folder.resolve("millrace")).isDirectory();
    }

    @Test
    void theObjectStoreWithoutKeysSaysWhatIsMissing(@TempDir Path folder) throws Exception {
        Process process = process(
                LocalObjectStoreMain.class,
                Map.of(),
                "--data",
                folder.toString(),
                "--bucket",
                "b",
                "--port",
                Integer.toString(Ports.free()));

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("MILLRACE_STORE_ACCESS_KEY is not set");
    }

    private static void answersAndStops(Class<?> main, Map<String, String> environment, String... arguments)
            throws Exception {
        int port = Ports.free();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--port", Integer.toString(port)));
        Process process = process(main, environment, all.toArray(String[]::new));
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            process.toHandle().destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.inputReader().readLine())
                    .as("nothing else on stdout")
                    .isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process process(Class<?> main, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
