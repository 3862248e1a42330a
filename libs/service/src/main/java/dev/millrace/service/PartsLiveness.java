package dev.millrace.service;

import dev.millrace.messaging.Part;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive while no part has given up. */
@Liveness
final class PartsLiveness implements HealthCheck {
    private final ServiceParts parts;

    PartsLiveness(ServiceParts parts) {
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("stages")
                .status(parts.all().stream().allMatch(Part::isRunning))
                .build();
    }
}
