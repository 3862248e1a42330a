package dev.millrace.storage;

import dev.millrace.testkit.Await;
import dev.millrace.testkit.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A real S3 server as a process, where the script that builds and starts one lies beside the project. */
final class S3Server implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("../../../shared/bin/s3-server").toAbsolutePath().normalize();
    private static final Duration BUILD = Duration.ofMinutes(12);
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final StoreSettings settings;

    private S3Server(Process process, StoreSettings settings) {
        this.process = process;
        this.settings = settings;
    }

    /** Skips the test where there is no script. The program is built the first time, which takes minutes. */
    static S3Server start(String kind) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), "no S3 server beside the project");
        Process build = run(kind, "--build-only");
        assertThat(build.waitFor(BUILD.toSeconds(), TimeUnit.SECONDS) && build.exitValue() == 0)
                .as(kind + " was built")
                .isTrue();
        int port = lowPort();
        StoreSettings settings = StoreSettings.of(
                URI.create("http://127.0.0.1:" + port), "us-east-1", "contract-key", "contract-secret", "contract");
        Process process = run(
                kind,
                "--port",
                Integer.toString(port),
                "--console-port",
                Integer.toString(lowPort()),
                "--access-key",
                settings.accessKey(),
                "--secret-key",
                settings.secretKey());
        S3Server server = new S3Server(process, settings);
        Await.until(kind + " answers", START, () -> server.makesTheBucket(port));
        return server;
    }

    /** SeaweedFS opens ports 10000 higher too. */
    private static int lowPort() {
        int port = Ports.free();
        while (port > 50_000) {
            port = Ports.free();
        }
        return port;
    }

    private boolean makesTheBucket(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            Buckets.create(settings);
            return true;
        } catch (IOException | IllegalStateException e) {
            assertThat(process.isAlive()).as("the server lives").isTrue();
            return false;
        }
    }

    private static Process run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    StoreSettings settings() {
        return settings;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
