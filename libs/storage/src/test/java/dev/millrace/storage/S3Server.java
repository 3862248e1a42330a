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
    /** Only finds out whether the program is there: building one takes minutes, and is no test's business. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final StoreSettings settings;

    private S3Server(Process process, StoreSettings settings) {
        this.process = process;
        this.settings = settings;
    }

    /** Skips the test where there is no script, or no program that it has built before. */
    static S3Server start(String kind) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(SCRIPT), "no S3 server beside the project");
        assumeTrue(isBuilt(kind), "" + kind + " has not been built on this machine");
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

    private static boolean isBuilt(String kind) throws IOException, InterruptedException {
        Process build = run(kind, "--build-only");
        if (build.waitFor(LOOK.toSeconds(), TimeUnit.SECONDS)) {
            return build.exitValue() == 0;
        }
        end(build);
        return false;
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

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    StoreSettings settings() {
        return settings;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            end(process);
        }
    }
}
