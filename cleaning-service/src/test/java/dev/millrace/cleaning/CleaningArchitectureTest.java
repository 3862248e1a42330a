package dev.millrace.cleaning;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class CleaningArchitectureTest {
    @Test
    void theServiceHasItsFivePartsAndEachKnowsOnlyWhatItMay() {
        ServiceArchitecture.of(CleaningConfig.class).requireAll("operator", "decision");
    }
}
