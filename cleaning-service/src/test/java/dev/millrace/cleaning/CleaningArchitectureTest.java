package dev.millrace.cleaning;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

/** The five parts of the service, and what may know what. */
class CleaningArchitectureTest {
    private static final ServiceArchitecture SERVICE = ServiceArchitecture.of(CleaningConfig.class);

    @Test
    void thePartsAreThere() {
        SERVICE.requireFiveParts();
    }

    @Test
    void theStepAndTheRulesArePure() {
        SERVICE.requirePure("operator", "decision");
    }

    @Test
    void onlyTheWiringKnowsTheFramework() {
        SERVICE.requireFrameworkOnlyInWiring();
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
