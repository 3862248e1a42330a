package dev.millrace.service;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while broker and store answer: without them a part waits and does no work, though it runs. */
@Readiness
final class SurroundingsReadiness implements HealthCheck {
    private final PlatformConfig config;

    SurroundingsReadiness(PlatformConfig config) {
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        boolean broker = Surroundings.brokerAnswers(config.kafka().bootstrapServers());
        boolean store = Surroundings.storeAnswers(config.store().endpoint());
        return HealthCheckResponse.named("surroundings")
                .status(broker && store)
                .withData("broker", broker)
                .withData("store", store)
                .build();
    }
}
