package dev.millrace.launcher.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.contracts.event.SubmittedProvenance;
import dev.millrace.contracts.text.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatewayTest {
    private final List<String> requests = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private HttpServer server;
    private Gateway gateway;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        gateway = new Gateway(new Connection(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + "\n"
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer answer = answers.removeFirst();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aDocumentIsSentAsAFormWithItsIdentity(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("leave.md"), "# Leave");
        answers.add(new Answer(202, "{}"));

        gateway.submit(new NewDocument(
                file,
                "handbook",
                "policies/leave.md",
                Instant.parse("2026-01-02T03:04:05Z"),
                "urn:test",
                new SubmittedProvenance("me", null, null, null, null, null, null, null, null)));

        assertThat(requests.getFirst())
                .startsWith("POST /api/v1/documents Bearer secret")
                .contains("name=\"documentId\"")
                .contains("policies/leave.md")
                .contains("2026-01-02T03:04:05Z")
                .contains("{\"owner\":\"me\"}")
                .contains("filename=\"leave.md\"")
                .contains("# Leave");
    }

    @Test
    void allPagesOfAListAreRead() {
        answers.add(new Answer(200, "{\"items\":[{\"documentId\":\"a\"}],\"next\":\"a b\"}"));
        answers.add(new Answer(200, "{\"items\":[{\"documentId\":\"c\"}]}"));

        assertThat(gateway.documents("handbook"))
                .extracting(each -> each.path("documentId").asText())
                .containsExactly("a", "c");
        assertThat(requests.get(1)).startsWith("GET /api/v1/documents?collection=handbook&after=a%20b ");
    }

    @Test
    void aRefusalCarriesItsCodeAndTheWayOut() {
        answers.add(new Answer(404, "{\"code\":\"COLLECTION_UNKNOWN\",\"detail\":\"no collection x\"}"));

        assertThatThrownBy(() -> gateway.collection("x")).isInstanceOfSatisfying(GatewayException.class, e -> {
            assertThat(e.code()).isEqualTo("COLLECTION_UNKNOWN");
            assertThat(e).hasMessage("no collection x");
            assertThat(e.remedy()).isEqualTo("Create the collection first.");
        });
    }

    @Test
    void openAisShapeOfAnErrorIsReadToo() {
        answers.add(new Answer(404, "{\"error\":{\"code\":\"model_not_found\",\"message\":\"no model x\"}}"));

        assertThatThrownBy(
                        () -> gateway.complete(new ChatRequest("x", List.of(new Message("user", "hello")), 8, 0, null)))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.code()).isEqualTo("model_not_found"));
    }

    @Test
    void anOverloadedGatewayIsAskedAgain() {
        answers.add(new Answer(503, ""));
        answers.add(new Answer(200, "[]"));

        assertThat(gateway.runs()).isEmpty();
        assertThat(requests).hasSize(2);
    }

    @Test
    void aStreamedAnswerComesInPieces() {
        answers.add(new Answer(
                200, ": comment\n\ndata: {\"a\":1}\n\nid: 7\nevent: x\ndata: b\ndata: c\n\ndata: [DONE]\n\n"));

        try (EventStream stream =
                gateway.stream(new ChatRequest("m", List.of(new Message("user", "hello")), 8, 0.5, 3L))) {
            assertThat(stream.next()).isEqualTo(new EventStream.Message("", "", "{\"a\":1}"));
            assertThat(stream.next()).isEqualTo(new EventStream.Message("7", "x", "b\nc"));
            assertThat(stream.next()).isEqualTo(new EventStream.Message("", "", "[DONE]"));
            assertThat(stream.next()).isNull();
        }
        assertThat(requests.getFirst()).contains("\"stream\":true", "\"seed\":3");
    }
}
