package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.adapter.AdapterJson;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-3: LoRA, rsLoRA, DoRA and modules trained beside them compute what peft computes. */
class AdapterReferenceTest {
    @TempDir
    Path directory;

    static Stream<String> names() {
        return AdapterReference.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void logitsAreThoseOfPeftBesideTheBaseAndMergedIntoIt(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        try (DecoderModel model = reference.load(directory)) {
            FamilyReference.assertLogits(reference.facts(), reference.texts(), model, 2e-5);
            model.merge();
            assertThat(model.adapter()).isEmpty();
            FamilyReference.assertLogits(reference.facts(), reference.texts(), model, 1e-4);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void lossAndTheGradientsOfAllThatIsTrainedAreThoseOfPeft(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        try (DecoderModel model = reference.load(directory)) {
            assertLossAndGradients(reference, model);
        }
    }

    /** So seldom that nothing is dropped, but all is computed as if something were. */
    @ParameterizedTest
    @MethodSource("names")
    void dropoutThatDropsNothingChangesNeitherLossNorGradients(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        try (DecoderModel model = reference.base().load(directory)) {
            AdapterSettings own = reference.settings(directory);
            model.adapt(
                    new AdapterSettings(
                            own.rank(),
                            own.alpha(),
                            1e-9,
                            own.rankStabilised(),
                            own.decomposed(),
                            own.targets(),
                            own.saved()),
                    1);
            reference.fill(model, directory);
            assertLossAndGradients(reference, model);
        }
    }

    static void assertLossAndGradients(AdapterReference reference, DecoderModel model) {
        try (StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = zeros(model, scope);
            PackedBatch batch = FamilyReference.batch(reference.texts());
            double loss = model.backward(batch, gradients, 1.0 / batch.supervised(), false, Precision.FP32)
                    / batch.supervised();
            double expected = reference.facts().path("loss").asDouble();
            assertThat(loss).isCloseTo(expected, within(1e-5 * expected));
            JsonNode all = reference.facts().path("gradients");
            int compared = 0;
            for (int i = 0; i < gradients.size(); i++) {
                for (Parameter.PartView view : model.trained().get(i).views(gradients.get(i))) {
                    FamilyReference.assertGradient(view, all.path(view.part().name()));
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(all.size());
        }
    }

    private static List<NDArray> zeros(DecoderModel model, StepScope scope) {
        return model.trained().stream()
                .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void cachedTokensGiveTheLogitsOfTheWholeTextWithAdaptersBesideTheBase(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        try (DecoderModel model = reference.load(directory);
                KeyValueCache cache = model.cache(14)) {
            int[] text = reference.texts().getFirst();
            for (int[] cut : new int[][] {{0, 4}, {4, 9}, {9, 10}}) {
                float[] last = model.next(cache, Arrays.copyOfRange(text, cut[0], cut[1]));
                float[][] whole = model.logits(Arrays.copyOf(text, cut[1]));
                assertThat(last).containsExactly(whole[cut[1] - 1], within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsWrittenHasTheNamesAndShapesOfPeftsFilesAndIsReadBackAsItWas(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        Path written = Files.createDirectory(directory.resolve("written"));
        AdapterSettings settings;
        float[][] logits;
        int[] text = reference.texts().getFirst();
        try (DecoderModel model = reference.load(directory)) {
            settings = model.adapter().orElseThrow();
            logits = model.logits(text);
            model.write(written, TensorType.F32);
        }
        JsonNode shapes = reference.facts().path("shapes");
        try (SafetensorsFile file = SafetensorsFile.open(written.resolve("adapter_model.safetensors"))) {
            assertThat(file.names()).hasSize(shapes.size());
            assertThat(file.metadata()).containsEntry("format", "pt");
            shapes.properties()
                    .forEach(each -> assertThat(file.info(each.getKey()).shape().toString())
                            .isEqualTo(each.getValue().toString().replace(",", ", ")));
        }
        AdapterSettings again = AdapterJson.read(written);
        try (DecoderModel model = reference.base().load(directory)) {
            model.adapt(again, 7);
            model.read(written);
            assertThat(model.logits(text)).isDeepEqualTo(logits);
        }
        assertThat(again.gain()).isEqualTo(settings.gain());
    }

    /** Along the gradient the loss climbs as steeply as the gradient is long, the same inputs being dropped on both sides. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-lora", "phi3-lora", "gpt2-lora"})
    void gradientsWithDropoutAreTheSlopeOfTheLoss(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        try (DecoderModel model = reference.base().load(directory);
                StepScope scope = TestRuntime.get().open()) {
            AdapterSettings settings = reference.settings(directory);
            model.adapt(
                    new AdapterSettings(
                            settings.rank(), 2, 0.3, false, settings.decomposed(), settings.targets(), List.of()),
                    1);
            reference.fill(model, directory);
            PackedBatch batch = FamilyReference.batch(reference.texts());
            List<NDArray> gradients = zeros(model, scope);
            double loss = loss(model, batch, gradients);
            double squared = gradients.stream()
                    .mapToDouble(each -> each.square().sum().getFloat())
                    .sum();
            double step = 0.01 / Math.sqrt(squared);
            move(model, gradients, step);
            double above = loss(model, batch, zeros(model, scope));
            move(model, gradients, -2 * step);
            double below = loss(model, batch, zeros(model, scope));
            assertThat((above - below) / (2 * step)).isCloseTo(squared, within(0.01 * squared));
            assertThat(loss).isBetween(below, above);
        }
    }

    private static double loss(DecoderModel model, PackedBatch batch, List<NDArray> gradients) {
        model.kernels().seed(99);
        return model.backward(batch, gradients, 1, false, Precision.FP32);
    }

    private static void move(DecoderModel model, List<NDArray> along, double distance) {
        for (int i = 0; i < along.size(); i++) {
            model.trained().get(i).value().addi(along.get(i).mul(distance));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void bfloat16ComesNearInLoss(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        try (DecoderModel model = reference.load(directory);
                StepScope scope = TestRuntime.get().open()) {
            PackedBatch batch = FamilyReference.batch(reference.texts());
            double loss = model.backward(batch, zeros(model, scope), 1, false, Precision.FP32);
            assertThat(model.backward(batch, zeros(model, scope), 1, false, Precision.BF16))
                    .isCloseTo(loss, within(0.05 * loss));
        }
    }
}
