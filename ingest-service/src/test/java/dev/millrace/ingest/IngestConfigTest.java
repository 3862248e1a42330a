package dev.millrace.ingest;

import io.smallrye.config.ConfigValidationException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IngestConfigTest {
    @Test
    void hasDefaults() {
        IngestConfig config = IngestConfigs.of(Map.of());

        assertThat(config.batchRecords()).isEqualTo(4000);
        assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.channels()).isEqualTo(1);
        assertThat(config.workers()).isEqualTo(2);
        assertThat(config.largestDocument()).isEqualTo(100L << 20);
        assertThat(config.largestEvent()).isEqualTo(32 << 20);
        assertThat(config.extractionTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.referencePrefixes()).containsExactly("uploads/");
    }

    @Test
    void takesEveryProperty() {
        IngestConfig config = IngestConfigs.of(Map.of(
                "batch-records", "5",
                "batch-wait", "20ms",
                "channels", "3",
                "workers", "8",
                "largest-document", "1000",
                "largest-event", "500",
                "extraction-timeout", "2s",
                "reference-prefixes", "a/,b/"));

        assertThat(config.batchRecords()).isEqualTo(5);
        assertThat(config.batchWait()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.channels()).isEqualTo(3);
        assertThat(config.workers()).isEqualTo(8);
        assertThat(config.largestDocument()).isEqualTo(1000);
        assertThat(config.largestEvent()).isEqualTo(500);
        assertThat(config.extractionTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.referencePrefixes()).containsExactlyInAnyOrder("a/", "b/");
    }

    @Test
    void refusesWhatIsNoNumberAndWhatItDoesNotKnow() {
        assertThatThrownBy(() -> IngestConfigs.of(Map.of("workers", "many")))
                .isInstanceOf(ConfigValidationException.class);
        assertThatThrownBy(() -> IngestConfigs.of(Map.of("wrokers", "3")))
                .isInstanceOf(ConfigValidationException.class);
    }
}
