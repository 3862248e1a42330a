package dev.millrace.gateway;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** I14: more questions than places are turned away at once, and those inside are answered. */
class OverloadIT {
    private static final int QUESTIONS = 12;
    private static final int PLACES = 4;

    @Test
    void moreQuestionsThanPlacesAreTurnedAwayAndSayWhenToComeAgain() {
        GatewayProcess gateway = OpenLine.gateway();
        ask(gateway, 1);

        List<HttpResponse<String>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(QUESTIONS)) {
            List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
            for (int i = 0; i < QUESTIONS; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> ask(gateway, 400), callers));
            }
            asked.forEach(each -> answers.add(each.join()));
        }

        assertThat(answers.stream().filter(each -> each.statusCode() == 200)).hasSizeGreaterThanOrEqualTo(PLACES);
        List<HttpResponse<String>> turnedAway =
                answers.stream().filter(each -> each.statusCode() != 200).toList();
        assertThat(turnedAway).isNotEmpty().allSatisfy(each -> {
            assertThat(each.statusCode()).isEqualTo(503);
            assertThat(each.body()).contains("\"code\":\"overloaded\"");
            assertThat(each.headers().firstValue("retry-after")).isPresent();
        });
        assertThat(ask(gateway, 1).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> ask(GatewayProcess gateway, int tokens) {
        return gateway.json(
                "POST",
                "/v1/chat/completions",
                GatewayProcess.ADMIN,
                "{\"model\": \"mine\", \"seed\": 3, \"max_tokens\": " + tokens
                        + ", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}");
    }
}
