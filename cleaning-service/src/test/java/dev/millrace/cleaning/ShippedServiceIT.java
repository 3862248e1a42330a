package dev.millrace.cleaning;

import dev.millrace.testkit.Await;
import dev.millrace.testkit.LocalKafka;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The service as it is shipped: it starts, becomes ready, shows its metrics and stops on a termination signal. */
class ShippedServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void becomesReadyAndStopsWhenTold(@TempDir Path folder) throws Exception {
        try (LocalKafka kafka = LocalKafka.start()) {
            int port = freePort();
            Path log = folder.resolve("log");
            Process process = start(kafka, TestEnvironment.shared().newBucket(), folder.resolve("data"), port, log);
            try {
                Await.until("it is ready", PATIENCE, () -> status(port, "/q/health/ready") == 200);
                assertThat(status(port, "/q/health/live")).isEqualTo(200);
                assertThat(status(port, "/q/metrics")).isEqualTo(200);

                process.destroy();

                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(143);
            } finally {
                process.destroyForcibly();
            }
            assertThat(Files.readString(log)).doesNotContain("ERROR").doesNotContain("test-secret-key");
        }
    }

    private static Process start(LocalKafka kafka, StoreAddress store, Path data, int port, Path log)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
        builder.environment().put("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        builder.environment().put("MILLRACE_STORE_ENDPOINT", store.endpoint().toString());
        builder.environment().put("MILLRACE_STORE_ACCESS_KEY", store.accessKey());
        builder.environment().put("MILLRACE_STORE_SECRET_KEY", store.secretKey());
        builder.environment().put("MILLRACE_STORE_BUCKET", store.bucket());
        builder.environment().put("MILLRACE_DATA_DIR", data.toString());
        builder.environment().put("MILLRACE_TOPICS_CREATE", "true");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private int status(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (ConnectException e) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
