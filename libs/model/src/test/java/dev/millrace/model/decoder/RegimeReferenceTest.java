package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.training.Regime;
import dev.millrace.model.training.Schedule;
import dev.millrace.model.training.TrainingPlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-4: schedules, label smoothing, noise and accumulation, beside numbers of transformers (make_regime_references.py). */
class RegimeReferenceTest {
    private static final JsonNode FACTS = facts();

    @TempDir
    Path directory;

    private static JsonNode facts() {
        try (InputStream in = RegimeReferenceTest.class.getResourceAsStream("/dev/millrace/model/regimes.json")) {
            return new JsonMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void ratesAreThoseOfTransformers(Schedule schedule) {
        long decay = schedule == Schedule.WSD ? FACTS.path("decay").asLong() : 0;
        long steps = FACTS.path("steps").asLong();
        TrainingPlan plan = TrainingPlan.usual(steps, 1, 8, 1, 1)
                .with()
                .finalLearningRate(0)
                .warmupSteps(FACTS.path("warmup").asLong())
                .weightDecay(0)
                .regime(Regime.USUAL.with().schedule(schedule).decaySteps(decay).build())
                .build();
        JsonNode expected = FACTS.path("rates").path(schedule.name());
        assertThat(expected).hasSize((int) steps);
        for (int step = 1; step <= steps; step++) {
            assertThat(plan.learningRateAt(step))
                    .as("step %s", step)
                    .isCloseTo(expected.path(step - 1).asDouble(), within(1e-12));
        }
    }

    @Test
    void aSmoothedLossAndItsGradientsAreThoseOfTransformers() throws IOException {
        JsonNode smoothed = FACTS.path("smoothed");
        PackedBatch batch = FamilyReference.batch(List.of(FamilyReference.ints(smoothed.path("text"))));
        LossSettings settings = LossSettings.plain(1.0 / batch.supervised(), false, Precision.FP32)
                .with()
                .labelSmoothing(smoothed.path("smoothing").asDouble())
                .build();
        try (DecoderModel model = FamilyReference.read("llama").load(directory);
                StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = filled(model, scope, 0);
            double loss = model.backward(batch, gradients, settings) / batch.supervised();
            double expected = smoothed.path("loss").asDouble();
            assertThat(loss).isCloseTo(expected, within(1e-5 * expected));
            for (int i = 0; i < gradients.size(); i++) {
                for (Parameter.PartView view : model.trained().get(i).views(gradients.get(i))) {
                    FamilyReference.assertGradient(
                            view, smoothed.path("gradients").path(view.part().name()));
                }
            }
        }
    }

    @Test
    void noiseIsUniformWithinItsHeightAndDrawnFromTheSeed() {
        try (StepScope scope = TestRuntime.get().open()) {
            NDArray heights = scope.floats(FloatBuffer.wrap(new float[] {0.5f, 2}), 2, 1);
            TestRuntime.get().kernels().seed(5);
            float[] noise = TestRuntime.get()
                    .kernels()
                    .one(scope, "noisy", scope.zeros(2, 5000), heights)
                    .toFloatArray();
            TestRuntime.get().kernels().seed(5);
            assertThat(TestRuntime.get()
                            .kernels()
                            .one(scope, "noisy", scope.zeros(2, 5000), heights)
                            .toFloatArray())
                    .isEqualTo(noise);
            for (int row = 0; row < 2; row++) {
                double height = row == 0 ? 0.5 : 2;
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < 5000; i++) {
                    float value = noise[row * 5000 + i];
                    assertThat(Math.abs(value)).isLessThanOrEqualTo((float) height);
                    sum += value;
                    squares += value * value;
                }
                assertThat(sum / 5000).isCloseTo(0, within(0.05 * height));
                assertThat(squares / 5000).isCloseTo(height * height / 3, within(0.05 * height * height));
            }
        }
    }

    /** The height of NEFTune: alpha / sqrt(tokens x width), so that a text of any length is moved as far. */
    @Test
    void noiseChangesTheLossALittleAndTheSameSeedChangesItAlike() throws IOException {
        PackedBatch batch = FamilyReference.batch(FamilyReference.read("llama").texts());
        try (DecoderModel model = FamilyReference.read("llama").load(directory);
                StepScope scope = TestRuntime.get().open()) {
            List<NDArray> gradients = filled(model, scope, 0);
            double calm = model.backward(batch, gradients, LossSettings.plain(1, false, Precision.FP32));
            double first = noisy(model, batch, gradients, 1);
            assertThat(first).isNotEqualTo(calm).isCloseTo(calm, within(0.2 * calm));
            assertThat(noisy(model, batch, gradients, 1)).isEqualTo(first);
            assertThat(noisy(model, batch, gradients, 2)).isNotEqualTo(first);
        }
    }

    private static double noisy(DecoderModel model, PackedBatch batch, List<NDArray> gradients, long seed) {
        model.kernels().seed(seed);
        return model.backward(
                batch,
                gradients,
                LossSettings.plain(1, false, Precision.FP32).with().noise(5).build());
    }

    /** One micro-batch has many supervised tokens, one has few, and the first has none: gradients of an earlier step are gone. */
    @Test
    void accumulatedMicroBatchesOfUnequalWeightAreOneLargeBatch() throws IOException {
        List<int[]> texts = FamilyReference.read("llama").texts();
        PackedBatch none = masked(texts.get(1), 99);
        PackedBatch many = masked(texts.get(0), 0);
        PackedBatch few = masked(texts.get(1), 6);
        PackedBatch all = new PackedBatch.Builder()
                .add(texts.get(1), mask(texts.get(1), 99), 0, texts.get(1).length - 1)
                .add(texts.get(0), mask(texts.get(0), 0), 0, texts.get(0).length - 1)
                .add(texts.get(1), mask(texts.get(1), 6), 0, texts.get(1).length - 1)
                .build();
        assertThat(List.of(none.supervised(), few.supervised())).containsExactly(0, 3);
        double scale = 1.0 / all.supervised();
        for (String family : List.of("llama", "qwen2", "gpt2", "gemma3")) {
            try (DecoderModel model = FamilyReference.read(family).load(directory);
                    StepScope scope = TestRuntime.get().open()) {
                List<NDArray> whole = filled(model, scope, 0);
                List<NDArray> parts = filled(model, scope, 7);
                double expected = model.backward(all, whole, scale, false, Precision.FP32);
                double loss = model.backward(none, parts, scale, false, Precision.FP32)
                        + model.backward(many, parts, scale, true, Precision.FP32)
                        + model.backward(few, parts, scale, true, Precision.FP32);
                assertThat(loss).isCloseTo(expected, within(1e-6 * expected));
                for (int i = 0; i < whole.size(); i++) {
                    double norm = norm(whole.get(i));
                    assertThat(norm(whole.get(i).sub(parts.get(i))))
                            .as(family + " " + model.trained().get(i).parts())
                            .isLessThan(1e-5 * norm + 1e-6);
                }
            }
        }
    }

    private static PackedBatch masked(int[] text, int from) {
        return new PackedBatch.Builder()
                .add(text, mask(text, from), 0, text.length - 1)
                .build();
    }

    private static byte[] mask(int[] text, int from) {
        byte[] mask = new byte[text.length];
        for (int i = from; i < text.length; i++) {
            mask[i] = 1;
        }
        return mask;
    }

    private static double norm(NDArray array) {
        return array.norm().getFloat();
    }

    private static List<NDArray> filled(DecoderModel model, StepScope scope, float value) {
        return model.trained().stream()
                .map(parameter ->
                        scope.zeros(parameter.value().getShape().getShape()).addi(value))
                .toList();
    }
}
