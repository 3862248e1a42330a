package dev.millrace.gateway;

import dev.millrace.testkit.Await;
import dev.millrace.testkit.Fault;
import dev.millrace.testkit.FaultyProxy;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** While the read model is built from the topics nobody is told that a key, or anything else, does not exist. */
class BuildingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void requestsAreToldToComeAgainUntilTheReadModelIsBuilt() {
        GatewayProcess built = OpenLine.gateway();
        String key = OpenLine.key("owner", "");
        OpenLine.publish(new Facts("building").ready("ds-building", "leave"));
        Await.until(
                "the dataset is known",
                PATIENCE,
                () -> built.get("/api/v1/datasets", key).body().contains("ds-building"));

        try (FaultyProxy proxy = FaultyProxy.start(OpenLine.storeAddress().endpoint())) {
            // Building needs the dataset's manifest, which the store does not give away yet.
            proxy.apply((method, path) -> method.equals("GET") && path.contains("datasets/building/")
                    ? new Fault.Status(503)
                    : new Fault.None());
            try (GatewayProcess building = GatewayProcess.starting(
                    OpenLine.bootstrapServers(),
                    OpenLine.storeAddress().withEndpoint(proxy.endpoint()),
                    OpenLine.temporary())) {
                refused(building.get("/api/v1/datasets", key), "READ_MODEL_BEHIND");
                refused(building.get("/v1/models", key), "read_model_behind");
                refused(building.get("/v1/models", GatewayProcess.ADMIN), "read_model_behind");
                Await.until("the store was asked", PATIENCE, () -> proxy.harmed() > 0);
                refused(building.get("/v1/models", "mr-wrong"), "read_model_behind");

                proxy.apply((method, path) -> new Fault.None());

                Await.until("the gateway is ready", PATIENCE, building::isReady);
                assertThat(building.get("/api/v1/datasets", key).body()).contains("ds-building");
                assertThat(building.get("/v1/models", "mr-wrong").statusCode()).isEqualTo(401);
            }
        }
    }

    private static void refused(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
        assertThat(answer.headers().firstValue("retry-after")).contains("1");
        ApiDocumentText.ofTheGateway()
                .requireDocumented(
                        code.equals("READ_MODEL_BEHIND") ? "GET /api/v1/datasets" : "GET /v1/models", answer);
    }
}
