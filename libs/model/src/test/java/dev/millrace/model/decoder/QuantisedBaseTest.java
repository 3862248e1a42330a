package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** TR-3: adapters beside a base whose linear layers are stored in few bits. */
class QuantisedBaseTest {
    private static final String LLAMA_NF4 = "llama-qlora-nf4";
    private static final String LLAMA_INT8 = "llama-qlora-int8";
    private static final String LLAMA_DORA = "llama-qlora-dora";
    private static final String GEMMA = "gemma3-qlora-nf4";
    private static final String GPT_NF4 = "gpt2-qlora-nf4";
    private static final String GPT_INT8 = "gpt2-qlora-int8";

    @TempDir
    Path directory;

    /** Adapters that were never trained add nothing, so that a merged layer is what was stored. */
    @ParameterizedTest
    @ValueSource(strings = {LLAMA_NF4, LLAMA_INT8, LLAMA_DORA, GEMMA, GPT_NF4, GPT_INT8})
    void widenedLayersHaveTheBitsThatBitsandbytesHas(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        JsonNode layers = reference.facts().path("layers");
        assertThat(layers.size()).isGreaterThan(7);
        try (DecoderModel model = reference.base().load(directory)) {
            model.adapt(
                    new AdapterSettings(1, 1, 0, false, false, List.of(), List.of()),
                    1,
                    BaseForm.WHOLE.withLinear(reference.form()));
            model.merge();
            Map<String, String> hashes = hashes(model);
            layers.properties()
                    .forEach(layer -> assertThat(hashes)
                            .containsEntry(layer.getKey(), layer.getValue().asText()));
        }
    }

    private static Map<String, String> hashes(DecoderModel model) {
        Map<String, String> hashes = new HashMap<>();
        for (Parameter parameter : model.parameters()) {
            for (Parameter.PartView view : parameter.views(parameter.value())) {
                hashes.put(view.part().name(), sha256(view.bytes()));
            }
        }
        return hashes;
    }

    private static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LLAMA_NF4, LLAMA_INT8, LLAMA_DORA, GEMMA, GPT_NF4, GPT_INT8})
    void logitsLossAndGradientsAreThoseOfPeftOnTheSameWidenedBase(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        try (DecoderModel model = reference.quantised(directory, Precision.FP32)) {
            FamilyReference.assertLogits(reference.facts(), reference.texts(), model, 2e-5);
            AdapterReferenceTest.assertLossAndGradients(reference, model);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LLAMA_NF4, LLAMA_INT8, LLAMA_DORA, GPT_NF4})
    void aMergedModelIsSavedAndAnswersAsItDidWithAdaptersBeside(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        Path merged = Files.createDirectory(directory.resolve("merged"));
        try (DecoderModel model = reference.quantised(directory, Precision.FP32)) {
            model.merge();
            model.save(merged, TensorType.F32);
        }
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), merged)) {
            FamilyReference.assertLogits(reference.facts(), reference.texts(), model, 1e-4);
        }
    }

    @Test
    void cachedTokensGiveTheLogitsOfTheWholeText() throws IOException {
        AdapterReference reference = AdapterReference.read(LLAMA_NF4);
        int[] text = reference.texts().getFirst();
        try (DecoderModel model = reference.quantised(directory, Precision.BF16);
                KeyValueCache cache = model.cache(14)) {
            model.next(cache, Arrays.copyOf(text, 6));
            float[] last = model.next(cache, Arrays.copyOfRange(text, 6, 10));
            assertThat(last).containsExactly(model.logits(Arrays.copyOf(text, 10))[9], within(1e-4f));
        }
    }

    /** Beside the linear layers nothing is packed: tables are stored as the arithmetic rounds them anyway. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-lora", "llama-dora", "llama-saved", "qwen2-dora", "gpt2-lora", "gemma3-lora"})
    void aBaseStoredInSixteenBitsGivesTheBitsOfOneThatIsRoundedForEveryStep(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        // the length of a row is taken of what is stored, and learned positions are added to what is stored: both are
        // rounded before, not behind
        boolean rounds = name.endsWith("dora") || name.startsWith("gpt2");
        try (DecoderModel rounded = reference.load(directory);
                DecoderModel stored = reference.base().load(directory)) {
            stored.adapt(reference.settings(directory), 1, BaseForm.of(Precision.BF16));
            reference.fill(stored, directory);
            PackedBatch batch = FamilyReference.batch(reference.texts());
            double expected = loss(rounded, batch);
            assertThat(loss(stored, batch)).isCloseTo(expected, within(rounds ? 1e-2 * expected : 0));
        }
    }

    private static double loss(DecoderModel model, PackedBatch batch) {
        try (StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = model.trained().stream()
                    .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                    .toList();
            return model.backward(batch, gradients, LossSettings.plain(1, false, Precision.BF16));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightForm.class,
            names = {"NF4", "INT8"})
    void linearLayersTakeAsFewBytesAsPromisedAndTheHashIsTheBases(WeightForm form) {
        try (DecoderModel model = DecoderModel.initialise(TestRuntime.get(), wide(64), 5);
                DecoderModel plain = DecoderModel.initialise(TestRuntime.get(), wide(64), 5)) {
            long linear = plain.linearBytes();
            plain.adapt(settings(), 1);
            model.adapt(settings(), 1, BaseForm.of(Precision.BF16).withLinear(form));
            double share = 2.0 * model.linearBytes() / linear;
            assertThat(share).isLessThanOrEqualTo(form == WeightForm.NF4 ? 0.30 : 0.54);
            assertThat(model.baseSha256()).isEqualTo(plain.baseSha256());
        }
    }

    @Test
    void aLayerThatDoesNotFillBlocksIsRefusedByName() {
        try (DecoderModel model = DecoderModel.initialise(TestRuntime.get(), wide(12), 5)) {
            assertThatThrownBy(() -> model.adapt(settings(), 1, BaseForm.WHOLE.withLinear(WeightForm.NF4)))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_CONFIG_INVALID))
                    .hasMessageContaining("q_proj");
        }
    }

    private static AdapterSettings settings() {
        return new AdapterSettings(2, 4, 0, false, false, List.of(), List.of());
    }

    private static DecoderConfig wide(int width) {
        RopeSettings rope = new RopeSettings(1e4, null);
        return new DecoderConfig(32, width, 2 * width, 1, 2, 1, width / 2, 32, 1e-5, rope, true, 0.02, 0, List.of(0));
    }
}
