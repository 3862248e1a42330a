package dev.millrace.service;

import dev.millrace.messaging.Part;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every part of the service does its work. */
@Readiness
final class PartsReadiness implements HealthCheck {
    private final ServiceParts parts;

    PartsReadiness(ServiceParts parts) {
        this.parts = parts;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("stages")
                .status(parts.all().stream().allMatch(Part::isReady))
                .build();
    }
}
