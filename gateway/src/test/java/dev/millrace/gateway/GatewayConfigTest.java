package dev.millrace.gateway;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GatewayConfigTest {
    @Test
    void hasDefaults() {
        GatewayConfig config = config(Map.of());

        assertThat(config.threads()).isZero();
        assertThat(config.weights()).isEqualTo(GatewayConfig.Weights.AUTO);
        assertThat(config.loadedModels()).isEqualTo(2);
        assertThat(config.waitingRequests()).isEqualTo(16);
        assertThat(config.eventStreams()).isEqualTo(32);
        assertThat(config.largestInline()).isEqualTo(524_288);
        assertThat(config.wrongKeys()).isEqualTo(30);
        assertThat(config.bootstrapKey()).isEmpty();
    }

    @Test
    void takesEveryProperty() {
        GatewayConfig config = config(Map.of(
                "millrace.gateway.threads", "3",
                "millrace.gateway.weights", "int8",
                "millrace.gateway.loaded-models", "4",
                "millrace.gateway.waiting-requests", "5",
                "millrace.gateway.event-streams", "6",
                "millrace.gateway.largest-inline", "7",
                "millrace.gateway.wrong-keys", "8",
                "millrace.gateway.bootstrap-key", "mr-test"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.weights()).isEqualTo(GatewayConfig.Weights.INT8);
        assertThat(config.loadedModels()).isEqualTo(4);
        assertThat(config.waitingRequests()).isEqualTo(5);
        assertThat(config.eventStreams()).isEqualTo(6);
        assertThat(config.largestInline()).isEqualTo(7);
        assertThat(config.wrongKeys()).isEqualTo(8);
        assertThat(config.bootstrapKey()).contains("mr-test");
    }

    @Test
    void refusesWhatIsNoNumberAndWhatItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("millrace.gateway.threads", "many")))
                .isInstanceOf(ConfigValidationException.class);
        assertThatThrownBy(() -> config(Map.of("millrace.gateway.weights", "int3")))
                .isInstanceOf(ConfigValidationException.class);
        assertThatThrownBy(() -> config(Map.of("millrace.gateway.loded-models", "3")))
                .isInstanceOf(ConfigValidationException.class);
    }

    private static GatewayConfig config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
