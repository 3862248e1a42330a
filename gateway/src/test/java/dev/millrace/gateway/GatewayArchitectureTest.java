package dev.millrace.gateway;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class GatewayArchitectureTest {
    @Test
    void theServiceHasItsFivePartsAndEachKnowsOnlyWhatItMay() {
        ServiceArchitecture.of(GatewayConfig.class)
                .withDoors("api", "openai", "access", "spec")
                .requireAll("answer");
    }
}
