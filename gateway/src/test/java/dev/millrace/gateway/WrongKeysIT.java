package dev.millrace.gateway;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Guessing keys is slow, and nobody who has a key is shut out by who guesses. */
class WrongKeysIT {
    @Test
    void whoGuessesIsToldToWaitAndWhoHasUsedItsKeyIsServed() {
        OpenLine.gateway();
        String later = OpenLine.key("user", "");
        try (GatewayProcess gateway = new GatewayProcess(
                OpenLine.bootstrapServers(),
                OpenLine.storeAddress(),
                OpenLine.temporary(),
                Map.of("MILLRACE_GATEWAY_WRONG_KEYS", "3"))) {
            assertThat(gateway.get("/v1/models", GatewayProcess.ADMIN).statusCode())
                    .isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.get("/v1/models", "mr-guess-" + i).statusCode())
                        .isEqualTo(401);
            }

            for (String route : new String[] {"/v1/models", "/api/v1/runs"}) {
                HttpResponse<String> answer = gateway.get(route, "mr-guess");
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(answer.headers().firstValue("retry-after")).contains("60");
                ApiDocumentText.ofTheGateway().requireDocumented("GET " + route, answer);
            }
            assertThat(gateway.get("/v1/models", later).statusCode()).isEqualTo(429);
            assertThat(gateway.get("/v1/models", GatewayProcess.ADMIN).statusCode())
                    .isEqualTo(200);
        }
    }
}
