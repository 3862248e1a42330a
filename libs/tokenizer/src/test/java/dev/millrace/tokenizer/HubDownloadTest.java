package dev.millrace.tokenizer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-2: a model comes off a hub whole, as the hub lists it, or not at all. */
class HubDownloadTest {
    private static final byte[] WEIGHTS = "weights ".repeat(5000).getBytes(StandardCharsets.UTF_8);
    private static final String REVISION = "0123abc";

    @TempDir
    private Path folder;

    private HttpServer hub;
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final List<String> elsewhere = Collections.synchronizedList(new ArrayList<>());
    private String listedHash = Hashes.sha256(new String(WEIGHTS, StandardCharsets.UTF_8));
    private int cuts;

    @BeforeEach
    void start() throws IOException {
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/api/models/a/b", exchange -> send(exchange, 200, listing()));
        hub.createContext("/a/b/resolve/" + REVISION + "/", exchange -> send(exchange, 200, "{}"));
        hub.createContext("/a/b/resolve/" + REVISION + "/model.safetensors", this::weights);
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.stop(0);
    }

    @Test
    void aBrokenTransferGoesOnWhereItBrokeOff() throws IOException {
        cuts = 2;

        Path model = download("secret").fetch("a/b", folder.resolve("m"));

        assertThat(Files.readAllBytes(model.resolve("model.safetensors"))).isEqualTo(WEIGHTS);
        assertThat(ranges).hasSize(3).first().isEqualTo("none");
        assertThat(ranges.get(1)).startsWith("bytes=");
        assertThat(Files.list(folder)).containsExactly(model);
    }

    @Test
    void bytesThatAreNotTheListedOnesAreRefused() {
        listedHash = "0".repeat(64);

        assertThatThrownBy(() -> download("secret").fetch("a/b", folder.resolve("m")))
                .isInstanceOfSatisfying(MillraceException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BASE_MODEL_UNAVAILABLE);
                    assertThat(e.getMessage()).doesNotContain("secret");
                });
        assertThat(folder.resolve("m")).doesNotExist();
    }

    @Test
    void theTokenStaysWithTheHub() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/blob", exchange -> {
            elsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            send(exchange, 200, new String(WEIGHTS, StandardCharsets.UTF_8));
        });
        other.start();
        try {
            hub.removeContext("/a/b/resolve/" + REVISION + "/model.safetensors");
            hub.createContext("/a/b/resolve/" + REVISION + "/model.safetensors", exchange -> {
                ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                "http://127.0.0.1:" + other.getAddress().getPort() + "/blob");
                send(exchange, 302, "");
            });

            download("secret").fetch("a/b", folder.resolve("m"));

            assertThat(ranges).containsExactly("Bearer secret");
            assertThat(elsewhere).containsExactly("null");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aRedirectToAnotherProtocolIsRefused() {
        hub.removeContext("/a/b/resolve/" + REVISION + "/model.safetensors");
        hub.createContext("/a/b/resolve/" + REVISION + "/model.safetensors", exchange -> {
            exchange.getResponseHeaders().set("Location", "file:///etc/hostname");
            send(exchange, 302, "");
        });

        assertThatThrownBy(() -> download(null).fetch("a/b", folder.resolve("m")))
                .hasMessageContaining("not allowed")
                .isInstanceOf(MillraceException.class);
    }

    private HubDownload download(@org.jspecify.annotations.Nullable String token) {
        return new HubDownload(URI.create("http://127.0.0.1:" + hub.getAddress().getPort()), token);
    }

    private String listing() {
        String blob = "\"blobId\": \"9e26dfeeb6e641a33dae4961196235bdb965b21b\", \"size\": 2";
        return "{\"sha\": \"" + REVISION + "\", \"siblings\": [{\"rfilename\": \"config.json\", " + blob
                + "}, {\"rfilename\": \"tokenizer.json\", " + blob
                + "}, {\"rfilename\": \"pytorch_model.bin\"}, {\"rfilename\": \"model.safetensors\", \"size\": "
                + WEIGHTS.length + ", \"lfs\": {\"sha256\": \"" + listedHash + "\"}}]}";
    }

    /** Cuts the connection in the middle of what it promised, as often as the test says. */
    private void weights(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "none" : range);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] rest = Arrays.copyOfRange(WEIGHTS, from, WEIGHTS.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
        boolean cut = cuts-- > 0;
        exchange.getResponseBody().write(rest, 0, cut ? 10_000 : rest.length);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
