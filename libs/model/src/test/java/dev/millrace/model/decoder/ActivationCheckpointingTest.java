package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.engine.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** TR-4: blocks that are computed once more on the way back make the bits of blocks that kept everything. */
class ActivationCheckpointingTest {
    @TempDir
    Path directory;

    /** A loss and all gradients. */
    private record Result(double loss, List<float[]> gradients) {
        void assertSame(Result other) {
            assertThat(other.loss).isEqualTo(loss);
            assertThat(other.gradients).hasSameSizeAs(gradients);
            for (int i = 0; i < gradients.size(); i++) {
                assertThat(other.gradients.get(i)).isEqualTo(gradients.get(i));
            }
        }
    }

    private static Result backward(DecoderModel model, PackedBatch batch, LossSettings settings) {
        try (StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = model.trained().stream()
                    .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                    .toList();
            model.kernels().seed(settings.seed());
            double loss = model.backward(batch, gradients, settings);
            return new Result(
                    loss, gradients.stream().map(NDArray::toFloatArray).toList());
        }
    }

    private static LossSettings settings(Precision precision) {
        return LossSettings.plain(0.1, false, precision)
                .with()
                .noise(5)
                .seed(77)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "qwen3", "phi3", "gemma3", "gpt2"})
    void gradientsOfAWholeModelAreEqualToTheBitWithNoiseOnItsEmbeddings(String family) throws IOException {
        FamilyReference reference = FamilyReference.read(family);
        PackedBatch batch = FamilyReference.batch(reference.texts());
        LossSettings plain = settings(Precision.FP32);
        try (DecoderModel model = reference.load(directory)) {
            Result kept = backward(model, batch, plain);
            kept.assertSame(
                    backward(model, batch, plain.with().checkpointing(true).build()));
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void gradientsOfAdaptersWithDropoutAreEqualToTheBit(Precision precision) throws IOException {
        for (String name : List.of("llama-lora", "llama-dora", "gpt2-lora")) {
            AdapterReference reference = AdapterReference.read(name);
            PackedBatch batch = FamilyReference.batch(reference.texts());
            LossSettings plain = settings(precision);
            try (DecoderModel model = dropping(reference)) {
                Result kept = backward(model, batch, plain);
                kept.assertSame(
                        backward(model, batch, plain.with().checkpointing(true).build()));
                Result other = backward(model, batch, plain.with().seed(78).build());
                assertThat(other.loss).isNotEqualTo(kept.loss);
            }
        }
    }

    private DecoderModel dropping(AdapterReference reference) throws IOException {
        DecoderModel model = reference.base().load(directory);
        AdapterSettings own = reference.settings(directory);
        model.adapt(
                new AdapterSettings(
                        own.rank(),
                        own.alpha(),
                        0.3,
                        own.rankStabilised(),
                        own.decomposed(),
                        own.targets(),
                        own.saved()),
                1);
        reference.fill(model, directory);
        return model;
    }

    /** Lower layers that are not trained keep nothing either way. */
    @Test
    void gradientsAboveFrozenLayersAreEqualToTheBit() throws IOException {
        FamilyReference reference = FamilyReference.read("llama");
        PackedBatch batch = FamilyReference.batch(reference.texts());
        LossSettings plain = settings(Precision.BF16);
        try (DecoderModel model = reference.load(directory)) {
            model.freeze(1, true);
            Result kept = backward(model, batch, plain);
            kept.assertSame(
                    backward(model, batch, plain.with().checkpointing(true).build()));
        }
    }
}
