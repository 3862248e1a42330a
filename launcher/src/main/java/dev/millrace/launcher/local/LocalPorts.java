package dev.millrace.launcher.local;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ports of one installation, set aside until it is closed: well-known ones where they are free, any others where not. */
final class LocalPorts implements AutoCloseable {
    private static final int GATEWAY = 8080;
    private static final int GATEWAY_MANAGEMENT = 8090;
    private static final int KAFKA = 9092;
    private static final int STORE = 9000;
    private static final int SERVICES = 8081;

    private final FreePorts free = new FreePorts(PortClaims.ofThisUser());
    private final int gatewayManagement;
    private final int kafka;
    private final int store;
    private final Map<String, Integer> services = new HashMap<>();

    LocalPorts(LocalOptions options) {
        @Nullable Integer asked = options.port();
        services.put(
                name(ServiceKind.GATEWAY, 0),
                asked == null ? free.preferably(GATEWAY) : free.exactly("the gateway", asked));
        this.kafka = free.preferably(KAFKA);
        this.store = free.preferably(STORE);
        int next = SERVICES;
        for (ServiceKind service : ServiceKind.values()) {
            for (int slot = 0; slot < options.replicasOf(service); slot++) {
                int wished = next++;
                services.computeIfAbsent(name(service, slot), name -> free.preferably(wished));
            }
        }
        this.gatewayManagement = free.preferably(GATEWAY_MANAGEMENT);
    }

    int kafka() {
        return kafka;
    }

    int store() {
        return store;
    }

    /** Where the service says how it is: the gateway keeps that off its public port. */
    int health(ServiceKind service, int slot) {
        return service == ServiceKind.GATEWAY ? gatewayManagement : service(service, slot);
    }

    int service(ServiceKind service, int slot) {
        Integer port = services.get(name(service, slot));
        if (port == null) {
            throw new IllegalArgumentException("no replica " + name(service, slot));
        }
        return port;
    }

    private static String name(ServiceKind service, int slot) {
        return service.label() + "-" + slot;
    }

    @Override
    public void close() {
        free.close();
    }
}
