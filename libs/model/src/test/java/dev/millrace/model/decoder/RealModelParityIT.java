package dev.millrace.model.decoder;

import dev.millrace.model.ReferenceModels;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealModelParityIT {
    @ParameterizedTest
    @ValueSource(strings = {"smollm2-135m-instruct", "gemma3-270m"})
    void aModelThatSpeaksGivesTheLogitsLossAndTextOfTransformers(String name) throws IOException {
        try (ReferenceParity parity = new ReferenceParity(ReferenceModels.directory(name), ReferenceParity.REAL)) {
            parity.logitsAgree();
            parity.lossAndGradientsAgree();
            parity.greedyContinuationAgrees();
        }
    }
}
