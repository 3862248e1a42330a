package dev.millrace.model.decoder;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.generation.Generation;
import dev.millrace.model.generation.Generator;
import dev.millrace.model.generation.SamplingOptions;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** TR-2: a model that only answers says what the model says that is trained. */
class InferenceModelTest {
    private static final DecoderConfig WIDE = new DecoderConfig(
            160, 64, 96, 3, 4, 2, 16, 64, 1e-5, new RopeSettings(10_000, null), true, 0.2, 1, List.of(2));
    private static final int[] TEXT = {5, 17, 150, 3, 3, 42, 99, 7, 61, 12, 150, 8};

    @TempDir
    private Path folder;

    static Stream<String> families() {
        return FamilyReference.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyFamilyHasTheSameLogitsTokenByTokenAndInABatchOfUnequalTexts(String name) throws IOException {
        FamilyReference reference = FamilyReference.read(name);
        List<int[]> texts = reference.texts();
        try (DecoderModel model = reference.load(folder);
                InferenceModel answering = InferenceModel.load(TestRuntime.get(), folder, StoredWeights.FP32)) {
            List<KeyValueCache> caches = texts.stream()
                    .map(text -> answering.cache(model.config().maxPositions()))
                    .toList();
            int shortest = texts.stream().mapToInt(text -> text.length).min().orElseThrow();
            float[][] first = answering.next(
                    caches,
                    texts.stream()
                            .map(text -> Arrays.copyOf(text, text.length - shortest + 1))
                            .toList());
            for (int step = 1; step <= shortest; step++) {
                for (int i = 0; i < texts.size(); i++) {
                    int length = texts.get(i).length - shortest + step;
                    float[][] expected = model.logits(Arrays.copyOf(texts.get(i), length));
                    assertClose(first[i], expected[length - 1], 2e-5);
                }
                if (step < shortest) {
                    int next = step;
                    first = answering.next(
                            caches,
                            texts.stream()
                                    .map(text -> new int[] {text[text.length - shortest + next]})
                                    .toList());
                }
            }
            caches.forEach(KeyValueCache::close);
        }
    }

    private InferenceModel wide(StoredWeights stored) throws IOException {
        try (DecoderModel model = DecoderModel.initialise(TestRuntime.get(), WIDE, 7)) {
            model.save(folder, TensorType.F32);
        }
        return InferenceModel.load(TestRuntime.get(), folder, stored);
    }

    private static float[] after(CausalModel model, int... text) {
        try (KeyValueCache cache = model.cache(text.length)) {
            model.next(cache, Arrays.copyOf(text, text.length - 1));
            return model.next(cache, new int[] {text[text.length - 1]});
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BF16", "INT8"})
    void fewerBitsMoveLogitsALittle(StoredWeights stored) throws IOException {
        try (InferenceModel exact = wide(StoredWeights.FP32);
                InferenceModel small = wide(stored)) {
            assertClose(after(small, TEXT), after(exact, TEXT), 0.05);
            assertThat(after(small, TEXT)).isNotEqualTo(after(exact, TEXT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalQuestionsGetEqualAnswersToTheBit(StoredWeights stored) throws IOException {
        try (InferenceModel model = wide(stored)) {
            assertThat(after(model, TEXT)).isEqualTo(after(model, TEXT));
            Generator generator = new Generator(model);
            SamplingOptions greedy = SamplingOptions.greedy(20, Set.of());
            Generation made = generator.generate(TEXT, greedy, token -> true);
            assertThat(made.tokens()).hasSize(20);
            assertThat(generator.generate(TEXT, greedy, token -> true)).isEqualTo(made);
        }
    }

    @Test
    void whatDoesNotFitOrIsUnknownIsRefused() throws IOException {
        try (InferenceModel model = wide(StoredWeights.BF16);
                KeyValueCache cache = model.cache(2)) {
            refused(() -> model.cache(WIDE.maxPositions() + 1), ErrorCode.CONTEXT_LENGTH_EXCEEDED);
            refused(() -> model.next(cache, new int[] {1, 2, 3}), ErrorCode.CONTEXT_LENGTH_EXCEEDED);
            refused(() -> model.next(cache, new int[] {160}), ErrorCode.REQUEST_INVALID);
        }
    }

    private static void refused(Runnable work, ErrorCode code) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void assertClose(float[] found, float[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            apart = Math.max(apart, Math.abs(found[i] - expected[i]));
        }
        assertThat(apart).isLessThanOrEqualTo(tolerance * largest);
    }
}
