package dev.millrace.eval;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

/** The five parts of the service, and what may know what. */
class EvalArchitectureTest {
    private static final ServiceArchitecture SERVICE = ServiceArchitecture.of(EvalConfig.class);

    @Test
    void thePartsAreThere() {
        SERVICE.requireFiveParts();
    }

    @Test
    void theStepIsPure() {
        SERVICE.requirePure();
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
