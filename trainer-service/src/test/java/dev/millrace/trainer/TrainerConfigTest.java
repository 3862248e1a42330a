package dev.millrace.trainer;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainerConfigTest {
    @Test
    void hasDefaults() {
        TrainerConfig config = config(Map.of());

        assertThat(config.threads()).isZero();
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.poll()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.flush()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.attempts()).isEqualTo(20);
    }

    @Test
    void takesEveryProperty() {
        TrainerConfig config = config(Map.of(
                "millrace.trainer.threads", "3",
                "millrace.trainer.heartbeat", "1s",
                "millrace.trainer.lease", "9s",
                "millrace.trainer.poll", "100ms",
                "millrace.trainer.flush", "2s",
                "millrace.trainer.attempts", "4",
                "millrace.trainer.memory", "8000000000"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(9));
        assertThat(config.poll()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.flush()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.attempts()).isEqualTo(4);
        assertThat(config.memory()).isEqualTo(8_000_000_000L);
    }

    @Test
    void refusesWhatIsNoNumberAndWhatItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("millrace.trainer.threads", "many")))
                .isInstanceOf(ConfigValidationException.class);
        assertThatThrownBy(() -> config(Map.of("millrace.trainer.thraeds", "3")))
                .isInstanceOf(ConfigValidationException.class);
    }

    private static TrainerConfig config(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(TrainerConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .build();
        return config.getConfigMapping(TrainerConfig.class);
    }
}
