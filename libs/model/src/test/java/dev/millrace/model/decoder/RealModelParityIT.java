package dev.millrace.model.decoder;

import dev.millrace.model.ReferenceModels;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RealModelParityIT {
    @Test
    void aModelThatSpeaksGivesTheLogitsLossAndTextOfTransformers() throws IOException {
        try (ReferenceParity parity = new ReferenceParity(ReferenceModels.directory("smollm2-135m-instruct"))) {
            parity.logitsAgree();
            parity.lossAndGradientsAgree();
            parity.greedyContinuationAgrees();
        }
    }
}
