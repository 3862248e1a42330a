package dev.millrace.ingest;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

/** The five parts of the service, and what may know what. */
class IngestArchitectureTest {
    private static final ServiceArchitecture SERVICE = ServiceArchitecture.of(IngestConfig.class);

    @Test
    void thePartsAreThere() {
        SERVICE.requireFiveParts();
    }

    @Test
    void theStepAndTheExtractorsArePure() {
        SERVICE.requirePure("extract");
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
