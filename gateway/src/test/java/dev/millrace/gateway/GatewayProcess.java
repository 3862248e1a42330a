package dev.millrace.gateway;

import dev.millrace.testkit.Await;
import dev.millrace.testkit.StoreAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The gateway as it is shipped, in a process of its own. */
final class GatewayProcess implements AutoCloseable {
    static final String ADMIN = "mr-test-admin-key-0123456789";

    /** MiB. */
    static final int LARGEST_BODY = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final int port = freePort();
    final int management = freePort();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path log;
    private final Process process;

    /** Started, and ready. */
    GatewayProcess(String bootstrapServers, StoreAddress store, Path folder, Map<String, String> settings) {
        this(bootstrapServers, store, settings, folder);
        Await.until("the gateway is ready", PATIENCE, () -> process.isAlive() && isReady());
    }

    private GatewayProcess(String bootstrapServers, StoreAddress store, Map<String, String> settings, Path folder) {
        log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
        var environment = builder.environment();
        environment.put("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        environment.put("MILLRACE_STORE_ENDPOINT", store.endpoint().toString());
        environment.put("MILLRACE_STORE_ACCESS_KEY", store.accessKey());
        environment.put("MILLRACE_STORE_SECRET_KEY", store.secretKey());
        environment.put("MILLRACE_STORE_BUCKET", store.bucket());
        environment.put("MILLRACE_DATA_DIR", folder.resolve("data").toString());
        environment.put("MILLRACE_TOPICS_CREATE", "true");
        environment.put("MILLRACE_GATEWAY_BOOTSTRAP_KEY", ADMIN);
        environment.put("MILLRACE_GATEWAY_WAITING_REQUESTS", "4");
        environment.put("MILLRACE_GATEWAY_EVENT_STREAMS", "2");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("MILLRACE_GATEWAY_WRONG_KEYS", "100000");
        environment.put("QUARKUS_HTTP_LIMITS_MAX_BODY_SIZE", LARGEST_BODY + "M");
        environment.put("DJL_OFFLINE", "true");
        environment.putAll(settings);
        try {
            process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Started, and answering, but not necessarily ready. */
    static GatewayProcess starting(String bootstrapServers, StoreAddress store, Path folder) {
        GatewayProcess started = new GatewayProcess(bootstrapServers, store, Map.of(), folder);
        Await.until("the gateway answers", PATIENCE, () -> started.process.isAlive() && started.status() > 0);
        return started;
    }

    private int status() throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url() + "/openapi.json"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The sum of a meter's values, as the management port shows them. */
    double meter(String name) {
        String metrics = send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/q/metrics")))
                .body();
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    boolean isReady() throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(
                                                    URI.create("http://127.0.0.1:" + management + "/q/health/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    long pid() {
        return process.pid();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> get(String path, String key) {
        return send(request(path).header("Authorization", "Bearer " + key).GET());
    }

    HttpResponse<String> json(String method, String path, String key, String body) {
        return send(request(path)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<Void> discard(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<InputStream> open(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the gateway did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
