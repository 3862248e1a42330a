package dev.millrace.formatting;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FormattingConfigTest {
    @Test
    void hasDefaults() {
        FormattingConfig config = config(Map.of());

        assertThat(config.batchRecords()).isEqualTo(500);
        assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void takesEveryProperty() {
        FormattingConfig config = config(Map.of(
                "millrace.formatting.batch-records", "7",
                "millrace.formatting.batch-wait", "3s",
                "millrace.formatting.request-timeout", "2m"));

        assertThat(config.batchRecords()).isEqualTo(7);
        assertThat(config.batchWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.requestTimeout()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void refusesWhatIsNoNumberAndWhatItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("millrace.formatting.batch-records", "many")))
                .isInstanceOf(ConfigValidationException.class);
        assertThatThrownBy(() -> config(Map.of("millrace.formatting.batch-record", "3")))
                .isInstanceOf(ConfigValidationException.class);
    }

    private static FormattingConfig config(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(FormattingConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .build();
        return config.getConfigMapping(FormattingConfig.class);
    }
}
