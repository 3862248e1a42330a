package dev.millrace.model.encoder;

import dev.millrace.model.ReferenceModels;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** TR-2: a model that embeds sentences, where it is at hand. */
class EncoderRealModelIT {
    @Test
    void anEmbeddingModelGivesTheVectorsLossAndGradientsOfTransformers() throws IOException {
        EncoderParity.assertBert(ReferenceModels.directory("minilm-l6"), 1e-4);
    }
}
