package dev.millrace.model.encoder;

import dev.millrace.model.ReferenceModels;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** TR-2: the reference models tiny-bert and tiny-t5, where these are at hand. */
class EncoderParityTest {
    @Test
    void aTinyBertGivesTheVectorsLossAndGradientsOfTransformers() throws IOException {
        EncoderParity.assertBert(ReferenceModels.directory("tiny-bert"), 2e-5);
    }

    @Test
    void aTinyT5GivesTheLogitsLossGradientsAndGreedyTextOfTransformers() throws IOException {
        EncoderParity.assertT5(ReferenceModels.directory("tiny-t5"), 2e-5);
    }
}
