package dev.millrace.tokenizer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Requests to a hub. Redirects are followed by hand: the token goes to the hub alone, never in the clear after TLS, and a
 * public hub cannot send us to an address inside our own network.
 */
final class HubConnection {
    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final int MOST_REDIRECTS = 5;

    private final URI endpoint;
    private final @Nullable String token;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HubConnection(URI endpoint, @Nullable String token) {
        this.endpoint = endpoint;
        this.token = token == null || token.isBlank() ? null : token;
    }

    /** @param from first byte wanted; 0 for all */
    <T> HttpResponse<T> get(String path, long from, Duration timeout, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        URI place = endpoint.resolve(path);
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<T> answer = client.send(request(place, from, timeout), handler);
            String location = answer.headers().firstValue("Location").orElse("");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return answer;
            }
            place = allowed(place, place.resolve(location));
        }
        throw refused("the hub redirects too often");
    }

    private HttpRequest request(URI place, long from, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(place).timeout(timeout);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (token != null && isHub(place)) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private boolean isHub(URI place) {
        return Objects.equals(place.getScheme(), endpoint.getScheme())
                && Objects.equals(place.getHost(), endpoint.getHost())
                && place.getPort() == endpoint.getPort();
    }

    private URI allowed(URI from, URI to) throws IOException {
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        boolean downgraded = "https".equalsIgnoreCase(from.getScheme()) && !scheme.equals("https");
        if (to.getHost() == null || downgraded || !(scheme.equals("https") || scheme.equals("http"))) {
            throw refused("the hub redirects to a place that is not allowed");
        }
        if (isInside(to) && !isInside(endpoint)) {
            throw refused("the hub redirects to an address inside this network");
        }
        return to;
    }

    private static boolean isInside(URI place) throws IOException {
        for (InetAddress address : InetAddress.getAllByName(place.getHost())) {
            if (address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isAnyLocalAddress()) {
                return true;
            }
        }
        return false;
    }

    private static MillraceException refused(String message) {
        return new MillraceException(ErrorCode.BASE_MODEL_UNAVAILABLE, message);
    }
}
