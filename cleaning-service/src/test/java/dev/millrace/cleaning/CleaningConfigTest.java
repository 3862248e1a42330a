package dev.millrace.cleaning;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CleaningConfigTest {
    @Test
    void hasDefaults() {
        CleaningConfig config = config(Map.of());

        assertThat(config.workers()).isEqualTo(2);
        assertThat(config.batchRecords()).isEqualTo(500);
        assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.batchWork()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void takesEveryProperty() {
        CleaningConfig config = config(Map.of(
                "millrace.cleaning.workers", "8",
                "millrace.cleaning.batch-records", "50",
                "millrace.cleaning.batch-wait", "20ms",
                "millrace.cleaning.batch-work", "2m"));

        assertThat(config.workers()).isEqualTo(8);
        assertThat(config.batchRecords()).isEqualTo(50);
        assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.batchWork()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void refusesWhatIsNoNumberAndWhatItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("millrace.cleaning.workers", "many")))
                .isInstanceOf(ConfigValidationException.class);
        assertThatThrownBy(() -> config(Map.of("millrace.cleaning.wrokers", "3")))
                .isInstanceOf(ConfigValidationException.class);
    }

    private static CleaningConfig config(Map<String, String> properties) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(CleaningConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withConverter(Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
                .build();
        return config.getConfigMapping(CleaningConfig.class);
    }
}
