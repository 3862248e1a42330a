package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.ReferenceModels;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.engine.StepScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** TR-4: documents that share a pack do not see each other. */
class PackingTest {
    @TempDir
    Path directory;

    static Stream<String> names() {
        return FamilyReference.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void documentsOfEveryFamilyDoNotSeeEachOther(String name) throws IOException {
        try (DecoderModel model = FamilyReference.read(name).load(directory)) {
            provePacking(model, 9, 14, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-llama", "tiny-gpt2", "tiny-mistral"})
    void documentsOfReferenceModelsDoNotSeeEachOther(String name) {
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), ReferenceModels.directory(name))) {
            provePacking(model, 37, 48, 21);
        }
    }

    private static void provePacking(DecoderModel model, int first, int second, int third) {
        int[] a = text(model, 1, first);
        int[] b = text(model, 2, second);
        int[] c = text(model, 3, third);
        float[][] alone = model.logits(Arrays.copyOf(b, second - 1));
        assertNear(within(model, List.of(b, a, c), 0), alone);
        assertNear(within(model, List.of(a, b, c), 1), alone);
        assertNear(within(model, List.of(a, c, b), 2), alone);
        float[][] changed = within(model, List.of(text(model, 4, first), b, text(model, 5, third)), 1);
        assertThat(changed).isDeepEqualTo(within(model, List.of(a, b, c), 1));
        assertNoLabelCrosses(List.of(a, b, c));
        assertGradientsAreThoseOfTheSum(model, List.of(a, b, c));
    }

    private static int[] text(DecoderModel model, int seed, int length) {
        int vocabulary = model.config().vocabulary();
        return IntStream.range(0, length)
                .map(i -> (7 * i * i + 13 * seed + i) % vocabulary)
                .toArray();
    }

    /** The logits of one document of a pack. */
    private static float[][] within(DecoderModel model, List<int[]> texts, int document) {
        PackedBatch batch = FamilyReference.batch(texts);
        return Arrays.copyOfRange(model.logits(batch), (int) batch.cuts()[document], (int) batch.cuts()[document + 1]);
    }

    private static void assertNear(float[][] actual, float[][] expected) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                largest = Math.max(largest, Math.abs(expected[i][j]));
                difference = Math.max(difference, Math.abs(expected[i][j] - actual[i][j]));
            }
        }
        assertThat(difference).isLessThanOrEqualTo(1e-5 * largest);
    }

    private static void assertNoLabelCrosses(List<int[]> texts) {
        PackedBatch batch = FamilyReference.batch(texts);
        long expected = texts.stream().mapToLong(text -> text.length - 1).sum();
        assertThat(batch.supervised()).isEqualTo((int) expected);
        int label = 0;
        for (int[] text : texts) {
            for (int i = 1; i < text.length; i++) {
                assertThat(batch.targets()[label++]).isEqualTo(text[i]);
            }
        }
    }

    private static void assertGradientsAreThoseOfTheSum(DecoderModel model, List<int[]> texts) {
        try (StepScope scope = TestRuntime.get().open()) {
            List<NDArray> together = zeros(model, scope);
            List<NDArray> apart = zeros(model, scope);
            double scale = 1.0 / FamilyReference.batch(texts).supervised();
            model.backward(FamilyReference.batch(texts), together, scale, false, Precision.FP32);
            for (int[] text : texts) {
                model.backward(FamilyReference.batch(List.of(text)), apart, scale, true, Precision.FP32);
            }
            double all = norm(together.stream().map(NDArray::toFloatArray).toList());
            for (int i = 0; i < together.size(); i++) {
                float[] x = together.get(i).toFloatArray();
                float[] y = apart.get(i).toFloatArray();
                float[] less = new float[x.length];
                IntStream.range(0, x.length).forEach(j -> less[j] = x[j] - y[j]);
                String name = model.parameters().get(i).parts().getFirst().name();
                // gradients that are rounding alone, as those of keys' biases, are held against all of them
                assertThat(norm(List.of(less)))
                        .as(name)
                        .isLessThanOrEqualTo(1e-5 * norm(List.of(y)) + 1e-7 * all)
                        .isFinite();
            }
        }
    }

    private static List<NDArray> zeros(DecoderModel model, StepScope scope) {
        return model.parameters().stream()
                .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                .toList();
    }

    private static double norm(List<float[]> tensors) {
        double square = 0;
        for (float[] tensor : tensors) {
            for (float value : tensor) {
                square += (double) value * value;
            }
        }
        return Math.sqrt(square);
    }
}
