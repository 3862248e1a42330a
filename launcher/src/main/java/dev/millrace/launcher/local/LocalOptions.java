package dev.millrace.launcher.local;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a local installation is to run.
 *
 * @param port of the gateway; null takes 8080 when it is free, else any
 * @param partitions of the topics that scale with the documents
 * @param replicas how many of each service; one where nothing is said
 * @param environment further variables for every service
 */
public record LocalOptions(
        @Nullable Integer port, int partitions, Map<ServiceKind, Integer> replicas, Map<String, String> environment) {
    public LocalOptions {
        replicas = Map.copyOf(replicas);
        environment = Map.copyOf(environment);
    }

    public static LocalOptions defaults() {
        return new LocalOptions(null, 4, new EnumMap<>(ServiceKind.class), Map.of());
    }

    public LocalOptions withPort(@Nullable Integer gatewayPort) {
        return new LocalOptions(gatewayPort, partitions, replicas, environment);
    }

    int replicasOf(ServiceKind service) {
        return replicas.getOrDefault(service, 1);
    }
}
