package dev.millrace.trainer;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainerArchitectureTest {
    @Test
    void theServiceHasItsFivePartsAndEachKnowsOnlyWhatItMay() {
        ServiceArchitecture.of(TrainerConfig.class).requireAll("run", "plan");
    }

    @Test
    void theRuleFindsWhatIsNotPure() {
        ServiceArchitecture service = ServiceArchitecture.of(TrainerConfig.class);

        assertThatThrownBy(() -> service.requirePure("files"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("CheckpointStore");
        assertThatThrownBy(() -> service.requirePure("nowhere")).isInstanceOf(AssertionError.class);
    }
}
