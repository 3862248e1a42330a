package dev.millrace.trainer;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The five parts of the service, and what may know what. */
class TrainerArchitectureTest {
    private static final ServiceArchitecture SERVICE = ServiceArchitecture.of(TrainerConfig.class);

    @Test
    void thePartsAreThere() {
        SERVICE.requireFiveParts();
    }

    @Test
    void theStepTheStatesAndThePlanArePure() {
        SERVICE.requirePure("run", "plan");
    }

    @Test
    void theRuleFindsWhatIsNotPure() {
        assertThatThrownBy(() -> SERVICE.requirePure("files"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CheckpointStore");
        assertThatThrownBy(() -> SERVICE.requirePure("nowhere")).isInstanceOf(AssertionError.class);
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
