package dev.millrace.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/** What commands ask of a gateway, and what they print of its answers. */
class GatewayCommandsTest {
    private static final String COLLECTIONS = """
        {"items":[{"name":"notes","documents":{"kept":3,"dropped":1}}],"next":null}
        """;
    private static final String RUNS = """
        {"items":[{"run":"run-1","state":"finished","firstLoss":7.835203310840382},{"run":"run-2","state":"running"}]}
        """;
    private static final String MODELS = """
        {"items":[{"modelId":"notes-1","promoted":true},{"modelId":"notes-0","promoted":false}]}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put("GET /api/v1/collections", COLLECTIONS);
        answers.put("GET /api/v1/runs", RUNS);
        answers.put("GET /api/v1/models", MODELS);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(request);
        bodies.put(request, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = answers.getOrDefault(request, "{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void createLeavesTheRecipeOfACollectionThatIsThereAlone(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("note.txt"), "Close the lower gate first.");

        assertThat(run("submit", file.toString(), "--collection", "notes", "--create"))
                .isZero();
        assertThat(run("submit", file.toString(), "--collection", "letters", "--create"))
                .isZero();

        assertThat(requests)
                .contains("PUT /api/v1/collections/letters")
                .doesNotContain("PUT /api/v1/collections/notes");
    }

    @Test
    void statusOfAGatewayElsewhereTellsWhatItHolds() {
        assertThat(run("status")).isZero();

        assertThat(out.toString())
                .contains("1 finished, 1 running", "promoted notes-1")
                .containsPattern("notes +3 +1 +0");
    }

    @Test
    void statusAsJsonIsOneValue() throws IOException {
        assertThat(run("status", "--json")).isZero();

        JsonNode status = Json.mapper().readTree(out.toString());
        assertThat(status.at("/collections/0/documents/kept").asLong()).isEqualTo(3);
        assertThat(status.at("/runs/finished").asLong()).isEqualTo(1);
        assertThat(status.at("/promoted/0").asText()).isEqualTo("notes-1");
    }

    @Test
    void lossesHaveThreeDecimals() {
        assertThat(run("runs")).isZero();

        assertThat(out.toString()).containsPattern("7\\.835 +-").doesNotContain("7.8352");
    }

    /** The other run's recipe goes along, but for what only its own start needed; what the person says comes last. */
    @Test
    void aRunThatStartsFromAnotherTakesItsRecipeAlong(@TempDir Path folder) throws IOException {
        answers.put(
                "GET /api/v1/runs/run-1",
                "{\"run\":\"run-1\",\"recipe\":{\"base\":\"none\",\"shape\":{\"layers\":2},\"automatic\":true,\"steps\":20,"
                        + "\"method\":{\"kind\":\"lora\",\"adapter\":\"/a\"}}}");
        answers.put("POST /api/v1/runs", "{\"run\":\"run-3\"}");
        Path file = Files.writeString(folder.resolve("recipe.json"), "{\"objective\":{\"kind\":\"dpo\"}}");

        assertThat(run("runs", "start", "v1", "--from", "run-1@8", "--steps", "5", "--recipe", file.toString()))
                .isZero();

        assertThat(Json.mapper().readTree(bodies.get("POST /api/v1/runs")))
                .isEqualTo(Json.mapper()
                        .readTree("{\"dataset\":\"v1\",\"recipe\":{\"base\":\"run:run-1@8\",\"steps\":5,"
                                + "\"method\":{\"kind\":\"lora\"},\"objective\":{\"kind\":\"dpo\"}}}"));
        assertThat(out.toString()).contains("run-3");
    }

    @Test
    void whatChangesSomethingSpeaksJsonToo() {
        answers.put("DELETE /api/v1/documents/notes/note.txt", "{\"documentId\":\"note.txt\"}");
        answers.put("DELETE /api/v1/keys/k1", "{\"keyId\":\"k1\",\"revoked\":true}");

        assertThat(run("documents", "--collection", "notes", "note.txt", "--withdraw", "--json"))
                .isZero();
        assertThat(run("key", "revoke", "k1", "--json")).isZero();

        assertThat(out.toString().lines())
                .containsExactly("{\"documentId\":\"note.txt\"}", "{\"keyId\":\"k1\",\"revoked\":true}");
    }

    @Test
    void watchGoesOnBehindTheLastEventWhenTheStreamEnds() {
        answers.put("GET /api/v1/events?from=earliest", event("p1", "first"));
        answers.put("GET /api/v1/events?from=p1", event("p2", "second"));

        // The third request is refused, which ends the command.
        server.removeContext("/");
        server.createContext("/", this::answerThenRefuse);
        assertThat(run("watch", "--from", "earliest", "--json")).isEqualTo(1);

        assertThat(out.toString().lines()).containsExactly("{\"n\":\"first\"}", "{\"n\":\"second\"}");
    }

    private static String event(String id, String name) {
        return "id: " + id + "\nevent: x\ndata: {\"n\":\"" + name + "\"}\n\n";
    }

    private void answerThenRefuse(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getQuery().endsWith("p2")) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        } else {
            answer(exchange);
        }
    }

    @Test
    void aGatewayThatNeverAnsweredIsGivenUpSoon() {
        stop();
        long started = System.nanoTime();

        assertThat(run("models")).isEqualTo(1);

        assertThat(err.toString()).contains("does not answer").doesNotContain("\tat ");
        assertThat(System.nanoTime() - started).isLessThan(30_000_000_000L);
    }

    private int run(String... arguments) {
        CommandLine line = Millrace.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--key=secret"));
        return line.execute(all.toArray(String[]::new));
    }
}
