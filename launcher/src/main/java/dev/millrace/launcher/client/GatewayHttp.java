package dev.millrace.launcher.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Requests to the gateway: signed with the key, JSON both ways, tried again when it is overloaded or was not reached. */
final class GatewayHttp {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** With a gateway that has never answered: its address is more likely wrong than that it is being restarted. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(5);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration UNREACHED_WAIT = Duration.ofMillis(500);
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Connection connection;
    private volatile boolean answered;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    GatewayHttp(Connection connection) {
        this.connection = connection;
    }

    JsonNode get(String path) {
        return json(request(path).GET());
    }

    JsonNode delete(String path) {
        return json(request(path).DELETE());
    }

    JsonNode put(String path, Object body) {
        return json(withJson(request(path), "PUT", body));
    }

    JsonNode post(String path, Object body) {
        return json(withJson(request(path), "POST", body));
    }

    JsonNode post(String path, String contentType, BodyPublisher body) {
        return json(request(path).header("Content-Type", contentType).POST(body));
    }

    /** The answer as it comes; the caller closes it. */
    InputStream open(String path) {
        return open(request(path).header("Accept", "text/event-stream").GET());
    }

    /** A file as it comes; the caller closes it. */
    InputStream openFile(String path) {
        return open(request(path).GET());
    }

    InputStream openPost(String path, Object body) {
        return open(withJson(request(path), "POST", body));
    }

    private InputStream open(HttpRequest.Builder builder) {
        HttpResponse<InputStream> response = send(builder.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() / 100 == 2) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw GatewayException.of(response.statusCode(), body.readAllBytes());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(connection.url() + path))
                .header("Authorization", "Bearer " + connection.key())
                .timeout(TIMEOUT);
    }

    private static HttpRequest.Builder withJson(HttpRequest.Builder builder, String method, Object body) {
        return builder.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(Json.write(body)));
    }

    private JsonNode json(HttpRequest.Builder builder) {
        HttpResponse<byte[]> response = send(builder.build(), BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw GatewayException.of(response.statusCode(), response.body());
        }
        try {
            return response.body().length == 0
                    ? Json.mapper().missingNode()
                    : Json.mapper().readTree(response.body());
        } catch (IOException e) {
            throw LauncherException.failed("The gateway's answer is no JSON.", e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        long started = System.nanoTime();
        while (true) {
            try {
                HttpResponse<T> response = client.send(request, handler);
                answered = true;
                boolean overloaded = response.statusCode() == TOO_MANY || response.statusCode() == UNAVAILABLE;
                if (!overloaded || isOver(started)) {
                    return response;
                }
                LockSupport.parkNanos(retryAfter(response).toNanos());
            } catch (IOException e) {
                if (isOver(started) || !isRepeatable(request)) {
                    throw unreachable(e);
                }
                LockSupport.parkNanos(UNREACHED_WAIT.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw LauncherException.failed("Interrupted.", e);
            }
        }
    }

    private boolean isOver(long started) {
        return System.nanoTime() - started > (answered ? PATIENCE : FIRST_PATIENCE).toNanos();
    }

    /** A request that may have been worked on is sent again only where doing it twice has the effect of once. */
    private static boolean isRepeatable(HttpRequest request) {
        return !request.method().equals("POST") || request.uri().getPath().endsWith("/documents");
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        Duration asked = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ofSeconds(1));
        return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
    }

    private LauncherException unreachable(IOException e) {
        return LauncherException.failed("The gateway at " + connection.url() + " does not answer.", e);
    }

    /** One segment of a path. */
    static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
