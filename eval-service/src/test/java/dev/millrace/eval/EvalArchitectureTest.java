package dev.millrace.eval;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class EvalArchitectureTest {
    @Test
    void theServiceHasItsFivePartsAndEachKnowsOnlyWhatItMay() {
        ServiceArchitecture.of(EvalConfig.class).requireAll();
    }
}
