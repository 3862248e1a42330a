package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.Fixture;
import dev.millrace.model.ModelSizing;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.engine.NativeMemory;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DecoderModelTest {
    private static final int[] TOKENS = {3, 9, 4, 17, 6, 11, 20, 8, 5, 5, 13};
    private static final byte[] ALL = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

    @TempDir
    Path directory;

    private static DecoderModel model() {
        return DecoderModel.load(TestRuntime.get(), Fixture.directory());
    }

    private static List<NDArray> zeros(DecoderModel model, StepScope scope) {
        return model.parameters().stream()
                .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                .toList();
    }

    private static PackedBatch segments(int... startsAndLengths) {
        PackedBatch.Builder builder = new PackedBatch.Builder();
        for (int i = 0; i < startsAndLengths.length; i += 2) {
            builder.add(TOKENS, ALL, startsAndLengths[i], startsAndLengths[i + 1]);
        }
        return builder.build();
    }

    @Test
    void packedSegmentsOfUnequalLengthDoNotSeeEachOther() {
        assertPackedIsSum(segments(0, 4, 4, 6), segments(0, 4), segments(4, 6));
    }

    @Test
    void packedSegmentsOfEqualLengthDoNotSeeEachOther() {
        assertPackedIsSum(segments(0, 5, 5, 5), segments(0, 5), segments(5, 5));
    }

    private static void assertPackedIsSum(PackedBatch packed, PackedBatch first, PackedBatch second) {
        try (DecoderModel model = model();
                StepScope scope = TestRuntime.get().open()) {
            List<NDArray> together = zeros(model, scope);
            List<NDArray> apart = zeros(model, scope);
            double loss = model.backward(packed, together, 0.1, false, Precision.FP32);
            double sum = model.backward(first, apart, 0.1, false, Precision.FP32)
                    + model.backward(second, apart, 0.1, true, Precision.FP32);
            assertThat(loss).isCloseTo(sum, within(1e-4));
            for (int i = 0; i < together.size(); i++) {
                assertClose(together.get(i), apart.get(i));
            }
        }
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        FloatBuffer a = NativeMemory.floats(actual);
        FloatBuffer b = NativeMemory.floats(expected);
        double largest = 1e-3;
        double difference = 0;
        for (int i = 0; i < a.capacity(); i++) {
            largest = Math.max(largest, Math.abs(b.get(i)));
            difference = Math.max(difference, Math.abs(a.get(i) - b.get(i)));
        }
        assertThat(difference).isLessThan(1e-4 * largest);
    }

    @Test
    void theFusedHeadsLossIsThatOfItsLogits() {
        try (DecoderModel model = model()) {
            PackedBatch batch = segments(0, 10);
            float[][] logits = model.logits(Arrays.copyOf(TOKENS, 10));
            float[][] scores = model.score(batch, Precision.FP32);
            for (int row = 0; row < logits.length; row++) {
                assertThat(scores[0][row])
                        .isCloseTo((float) logProbability(logits[row], TOKENS[row + 1]), within(1e-4f));
            }
        }
    }

    private static double logProbability(float[] logits, int token) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        return logits[token] - Math.log(sum);
    }

    @Test
    void gradientsAreTheSlopesOfTheLoss() {
        try (DecoderModel model = model();
                StepScope scope = TestRuntime.get().open()) {
            PackedBatch batch = segments(0, 4, 4, 6);
            List<NDArray> gradients = zeros(model, scope);
            List<NDArray> unused = zeros(model, scope);
            model.backward(batch, gradients, 1, false, Precision.FP32);
            for (int i = 0; i < gradients.size(); i++) {
                FloatBuffer weights =
                        NativeMemory.floats(model.parameters().get(i).value());
                int place = weights.capacity() / 3;
                float before = weights.get(place);
                weights.put(place, before + 0.01f);
                double above = model.backward(batch, unused, 1, false, Precision.FP32);
                weights.put(place, before - 0.01f);
                double below = model.backward(batch, unused, 1, false, Precision.FP32);
                weights.put(place, before);
                double slope = NativeMemory.floats(gradients.get(i)).get(place);
                assertThat(slope)
                        .as("parameter %s", i)
                        .isCloseTo((above - below) / 0.02, within(0.02 + 0.02 * Math.abs(slope)));
            }
        }
    }

    @Test
    void cachedTokensGiveTheLogitsOfTheWholeText() {
        try (DecoderModel model = model();
                KeyValueCache cache = model.cache(TOKENS.length)) {
            float[][] whole = model.logits(TOKENS);
            assertSame(model.next(cache, Arrays.copyOf(TOKENS, 4)), whole[3]);
            assertSame(model.next(cache, Arrays.copyOfRange(TOKENS, 4, 7)), whole[6]);
            for (int i = 7; i < TOKENS.length; i++) {
                assertSame(model.next(cache, new int[] {TOKENS[i]}), whole[i]);
            }
        }
    }

    private static void assertSame(float[] actual, float[] expected) {
        assertThat(actual).containsExactly(expected, within(1e-4f));
    }

    @Test
    void aFullCacheTakesNoMore() {
        try (DecoderModel model = model();
                KeyValueCache cache = model.cache(3)) {
            model.next(cache, new int[] {3, 4, 5});
            assertThatThrownBy(() -> model.next(cache, new int[] {6}))
                    .isInstanceOfSatisfying(
                            MillraceException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED));
        }
    }

    @Test
    void refusesTokensOutsideOfTheVocabulary() {
        try (DecoderModel model = model()) {
            assertThatThrownBy(() -> model.logits(new int[] {Fixture.VOCABULARY}))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_INVALID));
        }
    }

    @Test
    void freshWeightsAreEqualForEqualSeedsAndHaveTheAskedSpread() {
        ModelSizing.Wish wish = new ModelSizing.Wish(
                OptionalInt.of(32), OptionalInt.of(2), OptionalInt.of(4), OptionalInt.of(2), OptionalInt.empty());
        var config = ModelSizing.choose(300, 1000, 64, wish);
        try (DecoderModel first = DecoderModel.initialise(TestRuntime.get(), config, 3);
                DecoderModel second = DecoderModel.initialise(TestRuntime.get(), config, 3);
                DecoderModel other = DecoderModel.initialise(TestRuntime.get(), config, 4)) {
            float[] table = first.parameters().getLast().value().toFloatArray();
            assertThat(second.parameters().getLast().value().toFloatArray()).isEqualTo(table);
            assertThat(other.parameters().getLast().value().toFloatArray()).isNotEqualTo(table);
            double square = 0;
            for (float value : table) {
                square += value * value;
            }
            assertThat(Math.sqrt(square / table.length)).isCloseTo(0.02, within(0.001));
            long counted =
                    first.parameters().stream().mapToLong(p -> p.value().size()).sum();
            assertThat(counted).isEqualTo(config.parameterCount());
        }
    }

    @Test
    void savedModelsLoadAgainWithTheSameLogits() throws IOException {
        try (DecoderModel model = model()) {
            model.save(directory, TensorType.F32);
            try (DecoderModel loaded = DecoderModel.load(TestRuntime.get(), directory)) {
                assertThat(loaded.logits(TOKENS)).isDeepEqualTo(model.logits(TOKENS));
            }
            model.save(directory, TensorType.BF16);
            assertThat(Files.size(directory.resolve("model.safetensors"))).isLessThan(15_000);
            try (DecoderModel loaded = DecoderModel.load(TestRuntime.get(), directory)) {
                assertThat(loaded.logits(TOKENS)[0]).containsExactly(model.logits(TOKENS)[0], within(0.3f));
            }
        }
    }

    @Test
    void refusesWeightsThatDoNotFitTheConfiguration() throws IOException {
        try (DecoderModel model = model()) {
            model.save(directory, TensorType.F32);
        }
        Path config = directory.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"intermediate_size\" : 24", "\"intermediate_size\" : 32"));
        assertThatThrownBy(() -> DecoderModel.load(TestRuntime.get(), directory))
                .hasMessageContaining("mlp.gate_proj")
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_FILE_DAMAGED));
    }
}
