package dev.millrace.model.decoder;

import dev.millrace.model.Fixture;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FixtureParityTest {
    @Test
    void logitsLossGradientsAndGreedyTextAreThoseOfTransformers() throws IOException {
        try (ReferenceParity parity = new ReferenceParity(Fixture.directory(), ReferenceParity.TINY)) {
            parity.logitsAgree();
            parity.lossAndGradientsAgree();
            parity.greedyContinuationAgrees();
            parity.greedyContinuationAgreesInEveryWay();
        }
    }
}
