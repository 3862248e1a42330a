package dev.millrace.gateway;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The topics are the truth (F25): what the gateway keeps can be deleted, what it tells can be heard again. */
class RebuildIT {
    private static final List<String> QUESTIONS = List.of(
            "/v1/models",
            "/api/v1/models",
            "/api/v1/collections",
            "/api/v1/runs",
            "/api/v1/datasets",
            "/api/v1/evaluations",
            "/api/v1/keys");

    @Test
    void aDeletedReadModelIsRebuiltWithTheSameAnswersAndKeys() throws IOException {
        String key = OpenLine.key("owner", "mine");
        Path folder = OpenLine.temporary();
        Map<String, String> before;
        try (GatewayProcess gateway = OpenLine.another(folder)) {
            before = answers(gateway, key);
            assertThat(gateway.log()).doesNotContain(key, GatewayProcess.ADMIN, "test-secret-key", "ERROR");
        }
        delete(folder.resolve("data").resolve("read-model"));

        try (GatewayProcess gateway = OpenLine.another(folder)) {
            assertThat(answers(gateway, key)).isEqualTo(before);
            assertThat(gateway.get("/v1/models", key).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aDamagedReadModelIsRebuilt() throws IOException {
        Path folder = OpenLine.temporary();
        Path file = folder.resolve("data").resolve("read-model").resolve("read-model.mv.db");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[64 << 10]);
        OpenLine.gateway();

        try (GatewayProcess gateway = OpenLine.another(folder)) {
            assertThat(gateway.get("/v1/models", GatewayProcess.ADMIN).body()).contains("mine-tuned");
        }
    }

    private static Map<String, String> answers(GatewayProcess gateway, String key) {
        Map<String, String> answers = new TreeMap<>();
        for (String question : QUESTIONS) {
            answers.put(question, gateway.get(question, GatewayProcess.ADMIN).body());
            answers.put(
                    question + " as owner", gateway.get(question, key).body().replaceAll("req-[0-9a-f-]{36}", "req"));
        }
        return answers;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** A place is free again soon after its reader has gone, and more readers than places are turned away. */
    @Test
    void moreStreamsThanPlacesAreTurnedAway() throws IOException {
        GatewayProcess gateway = OpenLine.gateway();
        String path = "/api/v1/events?topic=training.runs";
        dev.millrace.testkit.Await.until("places are free", java.time.Duration.ofSeconds(20), () -> {
            HttpResponse<java.io.InputStream> one = stream(gateway, path);
            HttpResponse<java.io.InputStream> two = stream(gateway, path);
            HttpResponse<java.io.InputStream> three = stream(gateway, path);
            try (var a = one.body();
                    var b = two.body();
                    var c = three.body()) {
                boolean turnedAway = one.statusCode() == 200 && two.statusCode() == 200 && three.statusCode() == 503;
                if (turnedAway) {
                    assertThat(three.headers().firstValue("retry-after")).isPresent();
                    assertThat(new String(c.readAllBytes(), StandardCharsets.UTF_8))
                            .contains("OVERLOADED");
                }
                return turnedAway;
            }
        });
    }

    private static HttpResponse<java.io.InputStream> stream(GatewayProcess gateway, String path) {
        return gateway.open(gateway.request(path)
                .header("Authorization", "Bearer " + GatewayProcess.ADMIN)
                .GET());
    }
}
