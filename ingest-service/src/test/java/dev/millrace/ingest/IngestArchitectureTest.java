package dev.millrace.ingest;

import dev.millrace.testkit.ServiceArchitecture;
import org.junit.jupiter.api.Test;

class IngestArchitectureTest {
    @Test
    void theServiceHasItsFivePartsAndEachKnowsOnlyWhatItMay() {
        ServiceArchitecture.of(IngestConfig.class).requireAll("extract");
    }
}
