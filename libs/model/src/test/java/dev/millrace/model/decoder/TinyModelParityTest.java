package dev.millrace.model.decoder;

import dev.millrace.model.ReferenceModels;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TinyModelParityTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-llama",
                "tiny-llama-sharded",
                "tiny-mistral",
                "tiny-qwen2",
                "tiny-qwen3",
                "tiny-phi3",
                "tiny-gemma3",
                "tiny-gpt2"
            })
    void logitsLossGradientsAndGreedyTextAreThoseOfTransformers(String name) throws IOException {
        try (ReferenceParity parity = new ReferenceParity(ReferenceModels.directory(name), ReferenceParity.TINY)) {
            parity.logitsAgree();
            parity.lossAndGradientsAgree();
            parity.greedyContinuationAgrees();
            parity.greedyContinuationAgreesInEveryWay();
        }
    }
}
