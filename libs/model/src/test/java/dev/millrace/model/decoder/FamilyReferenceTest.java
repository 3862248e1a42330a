package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.generation.Generation;
import dev.millrace.model.generation.Generator;
import dev.millrace.model.generation.SamplingOptions;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-2 on any machine: every family and every kind of rotary scaling, below and above the original length. */
class FamilyReferenceTest {
    @TempDir
    Path directory;

    static Stream<String> names() {
        return FamilyReference.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void logitsAreThoseOfTransformers(String name) throws IOException {
        FamilyReference reference = FamilyReference.read(name);
        try (DecoderModel model = reference.load(directory)) {
            FamilyReference.assertLogits(reference.facts(), reference.texts(), model, 2e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void lossAndAllGradientsAreThoseOfTransformers(String name) throws IOException {
        FamilyReference reference = FamilyReference.read(name);
        try (DecoderModel model = reference.load(directory);
                StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = zeros(model, scope);
            PackedBatch batch = FamilyReference.batch(reference.texts());
            double loss = model.backward(batch, gradients, 1.0 / batch.supervised(), false, Precision.FP32)
                    / batch.supervised();
            double expected = reference.facts().path("loss").asDouble();
            assertThat(loss).isCloseTo(expected, within(1e-5 * expected));
            int compared = 0;
            for (int i = 0; i < gradients.size(); i++) {
                for (Parameter.PartView view : model.parameters().get(i).views(gradients.get(i))) {
                    FamilyReference.assertGradient(
                            view,
                            reference.facts().path("gradients").path(view.part().name()));
                    compared++;
                }
            }
            assertThat(compared).isEqualTo(reference.facts().path("gradients").size());
        }
    }

    private static List<NDArray> zeros(DecoderModel model, StepScope scope) {
        return model.parameters().stream()
                .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void greedyTokensAreThoseOfTransformersAloneAndInABatchOfUnequalPrompts(String name) throws IOException {
        FamilyReference reference = FamilyReference.read(name);
        try (DecoderModel model = reference.load(directory)) {
            JsonNode greedy = reference.facts().path("greedy");
            int[] prompt = FamilyReference.ints(greedy.path("prompt_ids"));
            int[] expected = FamilyReference.ints(greedy.path("continuation_ids"));
            Generator generator = new Generator(model);
            SamplingOptions options = SamplingOptions.greedy(expected.length, Set.of());
            assertThat(tokens(generator.generate(prompt, options, token -> true)))
                    .containsExactly(expected);
            int[] longer = reference.texts().getFirst();
            List<Generation> batch = generator.generate(List.of(longer, prompt), options);
            assertThat(tokens(batch.get(1))).containsExactly(expected);
            assertThat(tokens(batch.get(0)))
                    .containsExactly(tokens(generator.generate(longer, options, token -> true)));
        }
    }

    private static int[] tokens(Generation generation) {
        return generation.tokens().stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @MethodSource("names")
    void cachedTokensGiveTheLogitsOfTheWholeText(String name) throws IOException {
        FamilyReference reference = FamilyReference.read(name);
        try (DecoderModel model = reference.load(directory);
                KeyValueCache cache = model.cache(14)) {
            int[] text = reference.texts().getFirst();
            for (int[] cut : new int[][] {{0, 4}, {4, 9}, {9, 10}, {10, 11}, {11, 14}}) {
                float[] last = model.next(cache, Arrays.copyOfRange(text, cut[0], cut[1]));
                float[][] whole = model.logits(Arrays.copyOf(text, cut[1]));
                assertThat(last).containsExactly(whole[cut[1] - 1], within(1e-4f));
            }
            cache.truncate(5);
            float[] again = model.next(cache, new int[] {text[5]});
            assertThat(again).containsExactly(model.logits(Arrays.copyOf(text, 6))[5], within(1e-4f));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void bfloat16ComesNearInLossAndGradients(String name) throws IOException {
        FamilyReference reference = FamilyReference.read(name);
        try (DecoderModel model = reference.load(directory);
                StepScope scope = TestRuntime.get().open()) {
            PackedBatch batch = FamilyReference.batch(reference.texts());
            List<NDArray> exact = zeros(model, scope);
            List<NDArray> near = zeros(model, scope);
            double loss = model.backward(batch, exact, 1, false, Precision.FP32);
            assertThat(model.backward(batch, near, 1, false, Precision.BF16)).isCloseTo(loss, within(0.05 * loss));
            assertThat(length(near, exact)).isLessThan(0.1 * length(exact, zeros(model, scope)));
        }
    }

    private static double length(List<NDArray> a, List<NDArray> b) {
        double square = 0;
        for (int i = 0; i < a.size(); i++) {
            float[] x = a.get(i).toFloatArray();
            float[] y = b.get(i).toFloatArray();
            square += IntStream.range(0, x.length)
                    .mapToDouble(j -> Math.pow(x[j] - y[j], 2))
                    .sum();
        }
        return Math.sqrt(square);
    }

    @ParameterizedTest
    @MethodSource("names")
    void savedModelsLoadAgainWithTheSameLogits(String name) throws IOException {
        FamilyReference reference = FamilyReference.read(name);
        Path second = Files.createDirectory(directory.resolve("saved"));
        try (DecoderModel model = reference.load(directory)) {
            model.save(second, TensorType.F32);
            DecoderConfig config = DecoderConfigJson.read(second);
            assertThat(config.family()).isEqualTo(model.config().family());
            assertThat(config.layout()).isEqualTo(model.config().layout());
            assertThat(config.parameterCount()).isEqualTo(weights(model));
            try (DecoderModel loaded = DecoderModel.load(TestRuntime.get(), second)) {
                int[] text = reference.texts().getFirst();
                assertThat(loaded.logits(text)).isDeepEqualTo(model.logits(text));
            }
        }
    }

    private static long weights(DecoderModel model) {
        return model.parameters().stream()
                .mapToLong(parameter -> parameter.value().size())
                .sum();
    }
}
