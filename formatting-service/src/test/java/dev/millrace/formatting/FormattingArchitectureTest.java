package dev.millrace.formatting;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class FormattingArchitectureTest {
    @Test
    void theServiceHasItsFivePartsAndEachKnowsOnlyWhatItMay() {
        ServiceArchitecture.of(FormattingConfig.class).requireAll("example");
    }
}
