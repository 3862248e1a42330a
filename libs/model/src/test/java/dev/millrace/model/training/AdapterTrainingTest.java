package dev.millrace.model.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.Fixture;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.AdapterReference;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.StateFiles;
import dev.millrace.model.safetensors.SafetensorsFile;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** TR-3, TR-7: runs that train adapters, layers or modules. */
class AdapterTrainingTest {
    private static final TokenDataset DATA = Fixture.documents(60, 40);
    private static final TrainingPlan PLAN = TrainingPlan.usual(8, 3, 32, 0.01, 42)
            .with()
            .accumulation(2)
            .warmupSteps(2)
            .precision(Precision.BF16)
            .build();

    @TempDir
    Path directory;

    private static AdapterSettings settings(boolean dora, double dropout) {
        return new AdapterSettings(4, 8, dropout, false, dora, List.of(), List.of("lm_head"));
    }

    private static DecoderModel model(AdapterSettings settings) {
        DecoderModel model = DecoderModel.load(TestRuntime.get(), Fixture.directory());
        model.adapt(settings, 3);
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-lora", "llama-rslora", "llama-loraplus", "llama-dora", "llama-saved", "gpt2-lora"})
    void lossesOfTwentyStepsAreThoseOfPeft(String name) throws IOException {
        AdapterReference reference = AdapterReference.read(name);
        JsonNode training = reference.facts().path("training");
        double rate = training.path("rate").asDouble();
        Regime regime =
                Regime.USUAL.with().rateRatio(training.path("ratio").asDouble()).build();
        TrainingPlan plan =
                TrainingPlan.usual(20, 2, 14, rate, 1).with().regime(regime).build();
        try (DecoderModel model = reference.fresh(directory)) {
            AdapterReference.drawFirst(model);
            List<Double> losses = losses(model, documents(reference.texts()), plan);
            assertThat(losses).hasSize(20).hasSize(training.path("losses").size());
            for (int i = 0; i < losses.size(); i++) {
                double expected = training.path("losses").path(i).asDouble();
                assertThat(losses.get(i))
                        .as("step %s of %s", i + 1, losses)
                        .isCloseTo(expected, within((i == 0 ? 1e-5 : 1e-4) * expected));
            }
        }
    }

    private static TokenDataset documents(List<int[]> texts) {
        int[] tokens = texts.stream().flatMapToInt(Arrays::stream).toArray();
        byte[] mask = new byte[tokens.length];
        Arrays.fill(mask, (byte) 1);
        long[] offsets = new long[texts.size() + 1];
        for (int i = 0; i < texts.size(); i++) {
            offsets[i + 1] = offsets[i] + texts.get(i).length;
        }
        return new TokenDataset(tokens, mask, offsets);
    }

    private static List<Double> losses(DecoderModel model, TokenDataset data, TrainingPlan plan) {
        List<Double> losses = new ArrayList<>();
        try (TrainingLoop loop = TrainingLoop.begin(model, data, plan, List.of())) {
            for (int step = 0; step < plan.steps(); step++) {
                losses.add(loop.step().loss());
            }
        }
        return losses;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunWithDropoutResumedFromAdaptersAloneMakesTheBitsOfOneThatNeverStopped(boolean dora) throws IOException {
        Path half = Files.createDirectory(directory.resolve("half"));
        Path whole = Files.createDirectory(directory.resolve("whole"));
        Path resumed = Files.createDirectory(directory.resolve("resumed"));
        List<Double> expected = new ArrayList<>();
        List<Double> actual = new ArrayList<>();
        try (DecoderModel model = model(settings(dora, 0.1));
                TrainingLoop loop = TrainingLoop.begin(model, DATA, PLAN, List.of())) {
            for (int step = 1; step <= PLAN.steps(); step++) {
                expected.add(loop.step().loss());
                if (step == 3) {
                    write(loop, half);
                }
            }
            write(loop, whole);
        }
        try (DecoderModel model = model(settings(dora, 0.1));
                TrainingLoop loop = TrainingLoop.resume(model, DATA, PLAN, List.of(), half)) {
            for (int step = 4; step <= PLAN.steps(); step++) {
                actual.add(loop.step().loss());
            }
            write(loop, resumed);
        }
        assertThat(actual).isEqualTo(expected.subList(3, 8));
        for (String name : CheckpointState.names(StateFiles.ADAPTER)) {
            assertThat(resumed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
        try (SafetensorsFile file = SafetensorsFile.open(half.resolve("adapter_model.safetensors"))) {
            assertThat(file.names()).allMatch(name -> name.contains(".lora_") || name.contains(".lm_head."));
        }
    }

    private static void write(TrainingLoop loop, Path target) throws IOException {
        try (TrainingSnapshot snapshot = loop.view().snapshot()) {
            assertThat(snapshot.write(target).parts()).hasSize(4);
        }
    }

    @Test
    void dropoutIsDrawnAnewEveryStepAndOnlyInTraining() {
        try (DecoderModel calm = model(settings(false, 0));
                DecoderModel dropping = model(settings(false, 0.5))) {
            int[] text = {4, 5, 6, 7};
            List<Double> without = losses(calm, DATA, PLAN);
            List<Double> with = losses(dropping, DATA, PLAN);
            assertThat(with.getFirst()).isEqualTo(without.getFirst());
            assertThat(with.getLast()).isNotEqualTo(without.getLast());
            assertThat(dropping.logits(text)).isDeepEqualTo(dropping.logits(text));
        }
    }

    @Test
    void adaptersLeaveTheBaseAsItIsUntilTheyAreMerged() throws IOException {
        try (DecoderModel base = DecoderModel.load(TestRuntime.get(), Fixture.directory());
                DecoderModel model = model(new AdapterSettings(4, 8, 0, false, true, List.of(), List.of()))) {
            losses(model, DATA, PLAN);
            for (int i = 0; i < base.parameters().size(); i++) {
                assertThat(model.parameters().get(i).value().toFloatArray())
                        .isEqualTo(base.parameters().get(i).value().toFloatArray());
            }
            int[] text = {4, 5, 6, 7};
            float[][] beside = model.logits(text);
            assertThat(Arrays.deepEquals(beside, base.logits(text))).isFalse();
            model.merge();
            model.save(directory, TensorType.F32);
            try (DecoderModel merged = DecoderModel.load(TestRuntime.get(), directory)) {
                for (int i = 0; i < text.length; i++) {
                    assertThat(merged.logits(text)[i]).containsExactly(beside[i], within(1e-4f));
                }
            }
        }
    }

    @Test
    void frozenLayersAndTablesStayAsTheyAreAndTheOthersLearnAsBefore() {
        try (DecoderModel base = DecoderModel.load(TestRuntime.get(), Fixture.directory());
                DecoderModel model = DecoderModel.load(TestRuntime.get(), Fixture.directory())) {
            model.freeze(1, true);
            List<Double> losses = losses(model, DATA, PLAN);
            assertThat(losses.getLast()).isLessThan(losses.getFirst());
            for (int i = 0; i < base.parameters().size(); i++) {
                String name = base.parameters().get(i).parts().getFirst().name();
                boolean frozen = name.contains("layers.0.") || name.contains("embed_tokens");
                assertThat(Arrays.equals(
                                model.parameters().get(i).value().toFloatArray(),
                                base.parameters().get(i).value().toFloatArray()))
                        .as(name)
                        .isEqualTo(frozen);
            }
        }
    }

    @Test
    void aCheckpointOfAnotherBaseIsRefused() throws IOException {
        try (DecoderModel model = model(settings(false, 0));
                TrainingLoop loop = TrainingLoop.begin(model, DATA, PLAN, List.of())) {
            write(loop, directory);
        }
        try (DecoderModel other = DecoderModel.load(TestRuntime.get(), Fixture.directory())) {
            other.parameters().getFirst().value().addi(0.5f);
            other.adapt(settings(false, 0), 3);
            assertCode(
                    ErrorCode.CHECKPOINT_DAMAGED,
                    () -> TrainingLoop.resume(other, DATA, PLAN, List.of(), directory)
                            .close());
            assertCode(ErrorCode.ADAPTER_BASE_DIFFERS, () -> other.read(directory));
        }
    }

    @Test
    void modulesTheModelDoesNotHaveAndValuesOutOfRangeEndInACode() {
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), Fixture.directory())) {
            for (AdapterSettings wrong : List.of(
                    new AdapterSettings(4, 8, 0, false, false, List.of("q_proj", "nothing"), List.of()),
                    new AdapterSettings(4, 8, 0, false, false, List.of("lm_head"), List.of()),
                    new AdapterSettings(4, 8, 0, false, false, List.of("proj"), List.of()),
                    new AdapterSettings(4, 8, 0, false, false, List.of(), List.of("head")),
                    new AdapterSettings(4, 8, 0, false, false, List.of(), List.of("k_proj")))) {
                assertCode(ErrorCode.RUN_CONFIG_INVALID, () -> model.adapt(wrong, 1));
            }
            assertCode(ErrorCode.RUN_CONFIG_INVALID, () -> model.freeze(3, false));
        }
        assertCode(ErrorCode.RUN_CONFIG_INVALID, () -> settings(false, 1));
        assertCode(ErrorCode.RUN_CONFIG_INVALID, () -> settings(false, Double.NaN));
        assertCode(
                ErrorCode.RUN_CONFIG_INVALID,
                () -> new AdapterSettings(0, 8, 0, false, false, List.of(), List.of()).gain());
        assertCode(
                ErrorCode.RUN_CONFIG_INVALID,
                () -> new AdapterSettings(4, Double.NaN, 0, false, false, List.of(), List.of()).gain());
    }

    private static void assertCode(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
