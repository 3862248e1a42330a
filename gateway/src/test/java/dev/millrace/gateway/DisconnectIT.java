package dev.millrace.gateway;

import dev.millrace.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An answer nobody waits for any more is not made: its place is free long before it would have ended. */
class DisconnectIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CONTEXT = 32_768;
    private static final String QUESTION =
            "{\"model\": \"endless\", \"stream\": %s, \"seed\": 1, \"max_tokens\": 32000, "
                    + "\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}";

    @BeforeAll
    static void aModelWithMuchRoom() throws IOException {
        GatewayProcess gateway = OpenLine.gateway();
        try (var store = OpenLine.store()) {
            TinyModel.register(OpenLine.bootstrapServers(), store, OpenLine.temporary(), "endless", CONTEXT);
        }
        Await.until(
                "the model is known",
                PATIENCE,
                () -> gateway.get("/v1/models", GatewayProcess.ADMIN).body().contains("endless-tuned"));
    }

    private static double open() {
        return OpenLine.gateway().meter("millrace_gateway_answers_open");
    }

    private static double abandoned() {
        return OpenLine.gateway().meter("millrace_gateway_answers_abandoned_total");
    }

    @Test
    void whoLeavesAStreamEndsItsAnswer() throws IOException {
        double before = abandoned();
        GatewayProcess gateway = OpenLine.gateway();
        HttpResponse<InputStream> answer = gateway.open(gateway.request("/v1/chat/completions")
                .header("Authorization", "Bearer " + GatewayProcess.ADMIN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(QUESTION.formatted("true"))));
        try (InputStream body = answer.body()) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(body.readNBytes(2000)).hasSize(2000);
            assertThat(open()).isEqualTo(1);
        }

        Await.until("the answer has ended", PATIENCE, () -> abandoned() == before + 1 && open() == 0);
    }

    @Test
    void whoLeavesWhileTheWholeAnswerIsMadeEndsIt() throws IOException {
        double before = abandoned();
        byte[] body = QUESTION.formatted("false").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket("127.0.0.1", OpenLine.gateway().port)) {
            socket.getOutputStream()
                    .write(("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Authorization: Bearer " + GatewayProcess.ADMIN + "\r\nContent-Length: "
                                    + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            Await.until("the answer is being made", PATIENCE, () -> open() == 1);
        }

        Await.until("the answer has ended", PATIENCE, () -> abandoned() == before + 1 && open() == 0);
    }
}
