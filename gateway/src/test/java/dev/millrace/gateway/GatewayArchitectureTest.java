package dev.millrace.gateway;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

/** What may know what. The gateway has no single step: its pure work lies in the packages named here. */
class GatewayArchitectureTest {
    private static final ServiceArchitecture SERVICE = ServiceArchitecture.of(GatewayConfig.class);

    @Test
    void onlyTheWiringAndTheDoorsKnowTheFramework() {
        SERVICE.requireFrameworkOnlyInWiring("api", "openai", "access");
    }

    @Test
    void noOtherServiceIsKnownAndNothingIsInjectedIntoFields() {
        SERVICE.requireGoodManners();
    }

    @Test
    void thereAreNoCyclesBelowTheRoot() {
        SERVICE.requireNoCycles();
    }
}
