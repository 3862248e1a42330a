package dev.millrace.eval;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EvalConfigTest {
    @Test
    void hasDefaults() {
        EvalConfig config = config(Map.of());

        assertThat(config.threads()).isZero();
        assertThat(config.contextLength()).isEqualTo(1024);
        assertThat(config.resamples()).isEqualTo(2000);
        assertThat(config.longest()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void takesEveryProperty() {
        EvalConfig config = config(Map.of(
                "millrace.eval.threads", "3",
                "millrace.eval.context-length", "64",
                "millrace.eval.resamples", "100",
                "millrace.eval.longest", "9m"));

        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.contextLength()).isEqualTo(64);
        assertThat(config.resamples()).isEqualTo(100);
        assertThat(config.longest()).isEqualTo(Duration.ofMinutes(9));
    }

    @Test
    void refusesWhatIsNoNumberAndWhatItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("millrace.eval.threads", "many")))
                .isInstanceOf(ConfigValidationException.class);
        assertThatThrownBy(() -> config(Map.of("millrace.eval.resample", "3")))
                .isInstanceOf(ConfigValidationException.class);
    }

    private static EvalConfig config(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(EvalConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .build();
        return config.getConfigMapping(EvalConfig.class);
    }
}
