package dev.millrace.ingest;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configurations as the framework reads them. */
public final class IngestConfigs {
    private IngestConfigs() {}

    /** @param properties without the prefix */
    public static IngestConfig of(Map<String, String> properties) {
        Map<String, String> prefixed = new java.util.HashMap<>();
        properties.forEach((name, value) -> prefixed.put("millrace.ingest." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withSources(new PropertiesConfigSource(prefixed, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
