package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.Fixture;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.LossSettings;
import dev.millrace.model.decoder.PackedBatch;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.WeightForm;
import dev.millrace.model.engine.StepScope;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** TR-4, TR-7: 16-bit arithmetic beside 32-bit weights, gradients and moments; every way to train resumes to the bit. */
class PrecisionTest {
    private static final TokenDataset DATA = Fixture.documents(40, 30);

    @TempDir
    Path directory;

    private static TrainingPlan plan(Precision precision, Regime regime) {
        return TrainingPlan.usual(8, 2, 32, 0.01, 42)
                .with()
                .accumulation(2)
                .warmupSteps(2)
                .precision(precision)
                .regime(regime)
                .build();
    }

    private static DecoderModel whole() {
        return DecoderModel.load(TestRuntime.get(), Fixture.directory());
    }

    private static DecoderModel packed(WeightForm form, Precision precision) {
        DecoderModel model = whole();
        model.adapt(
                new AdapterSettings(4, 8, 0.1, false, false, List.of(), List.of()),
                3,
                BaseForm.of(precision).withLinear(form));
        return model;
    }

    private static Regime scale(double factor) {
        return Regime.USUAL.with().lossScale(factor).build();
    }

    private static List<Double> losses(TrainingPlan plan) {
        List<Double> losses = new ArrayList<>();
        try (DecoderModel model = whole();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, plan, List.of())) {
            for (int step = 0; step < plan.steps(); step++) {
                losses.add(loop.step().loss());
            }
        }
        return losses;
    }

    @Test
    void fp16LearnsNearlyAsWellAsFp32() {
        List<Double> expected = losses(plan(Precision.FP32, Regime.USUAL));
        List<Double> losses = losses(plan(Precision.FP16, Regime.USUAL));
        assertThat(losses.getFirst()).isCloseTo(expected.getFirst(), within(2e-3));
        assertThat(losses.getLast()).isCloseTo(expected.getLast(), within(0.02));
    }

    @Test
    void fp16GradientsThatOverflowMoveNothingAndHalveTheScaleUntilTheyFit() throws IOException {
        TrainingPlan plan = plan(Precision.FP16, scale(0x1p20));
        try (DecoderModel model = whole();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, plan, List.of())) {
            List<float[]> before = values(model);
            int skipped = 0;
            StepReport report = loop.step();
            while (report.gradientNorm() == 0) {
                skipped++;
                assertThat(report.loss()).isFinite();
                assertThat(values(model))
                        .usingElementComparator(Arrays::compare)
                        .isEqualTo(before);
                report = loop.step();
            }
            assertThat(skipped).isBetween(1, 8);
            assertThat(values(model)).usingElementComparator(Arrays::compare).isNotEqualTo(before);
            ResumedRuns.write(loop, directory);
            LossScale reached = CheckpointState.read(directory, model.files()).lossScale();
            assertThat(reached).isEqualTo(new LossScale(Math.scalb(1.0, 20 - skipped), 1, skipped));
        }
    }

    private static List<float[]> values(DecoderModel model) {
        return model.trained().stream()
                .map(parameter -> parameter.value().toFloatArray())
                .toList();
    }

    @Test
    void fp16GradientsThatNeverFitEndTheRun() {
        LossScale scale = new LossScale(1, 0, 0);
        int halved = 0;
        while (scale.mayFall()) {
            scale = scale.overflowed();
            halved++;
        }
        assertThat(halved).isEqualTo(10);
        assertThat(scale.skipped()).isEqualTo(10);
        try (DecoderModel model = whole();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, plan(Precision.FP16, scale(0x1p-11)), List.of())) {
            model.parameters().getFirst().value().muli(Float.NaN);
            assertThatThrownBy(loop::step)
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_DIVERGED));
        }
    }

    @Test
    void theScaleDoublesAfterTwoThousandStepsThatFitted() {
        LossScale scale = new LossScale(8, 0, 3);
        for (int step = 1; step < LossScale.PATIENCE; step++) {
            scale = scale.fitted();
            assertThat(scale).isEqualTo(new LossScale(8, step, 3));
        }
        assertThat(scale.fitted()).isEqualTo(new LossScale(16, 0, 3));
        assertThat(scale.overflowed()).isEqualTo(new LossScale(4, 0, 4));
    }

    @Test
    void aRunInFp16IsResumedToTheBitWhileItsScaleStillFalls() throws IOException {
        TrainingPlan plan = plan(Precision.FP16, scale(0x1p20));
        ResumedRuns.assertExact(PrecisionTest::whole, DATA, plan, 2, directory);
    }

    @ParameterizedTest
    @EnumSource(value = Rule.class)
    void aRunIsResumedToTheBitWhateverMovesItsWeights(Rule rule) throws IOException {
        Regime regime =
                Regime.USUAL.with().rule(rule).checkpointing(true).noise(5).build();
        Path last = ResumedRuns.assertExact(PrecisionTest::whole, DATA, plan(Precision.BF16, regime), 3, directory);
        long factored = Files.size(last.resolve(CheckpointState.OPTIMIZER));
        long weights = Files.size(last.resolve("model.safetensors"));
        assertThat((double) factored / weights)
                .isBetween(rule == Rule.ADAMW ? 1.5 : 0.01, rule == Rule.ADAMW ? 2.5 : 0.6);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeightForm.class,
            names = {"NF4", "INT8"})
    void adaptersBesideAPackedBaseAreResumedToTheBitAndLearn(WeightForm form) throws IOException {
        TrainingPlan plan = plan(Precision.BF16, Regime.USUAL);
        ResumedRuns.assertExact(() -> packed(form, Precision.BF16), DATA, plan, 3, directory);
        List<Double> losses = new ArrayList<>();
        try (DecoderModel model = packed(form, Precision.BF16);
                TrainingLoop loop = TrainingLoop.begin(model, DATA, plan, List.of())) {
            for (int step = 0; step < plan.steps(); step++) {
                losses.add(loop.step().loss());
            }
        }
        assertThat(losses.getLast()).isLessThan(losses.getFirst());
    }

    /** 300 additions of equal numbers come to a halt at 256 of them in bf16. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gradientsOfManyMicroBatchesAreSummedUpIn32Bits(boolean adapters) {
        PackedBatch batch = PackedDataset.pack(DATA, 32, 1).batch(List.of(0));
        try (DecoderModel model = adapters ? packed(WeightForm.BF16, Precision.BF16) : whole();
                StepScope scope = TestRuntime.get().open()) {
            List<NDArray> once = zeros(model, scope);
            List<NDArray> often = zeros(model, scope);
            LossSettings settings = LossSettings.plain(0.1, false, Precision.BF16);
            model.backward(batch, once, settings);
            for (int i = 0; i < 300; i++) {
                model.backward(batch, often, settings.with().add(i > 0).build());
            }
            for (int i = 0; i < once.size(); i++) {
                float norm = once.get(i).norm().getFloat();
                assertThat(often.get(i).div(300).sub(once.get(i)).norm().getFloat())
                        .isLessThanOrEqualTo(1e-4f * norm);
            }
        }
    }

    private static List<NDArray> zeros(DecoderModel model, StepScope scope) {
        return model.trained().stream()
                .map(parameter -> scope.zeros(parameter.value().getShape().getShape()))
                .toList();
    }

    /** What bf16 would round away is there after a step: in weights, and in what a checkpoint has of moments and adapters. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void weightsMomentsAndAdaptersOfARunInBf16Have32Bits(boolean adapters) throws IOException {
        TrainingPlan plan = plan(Precision.BF16, Regime.USUAL);
        try (DecoderModel model = adapters ? packed(WeightForm.NF4, Precision.BF16) : whole();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, plan, List.of())) {
            loop.step();
            loop.step();
            ResumedRuns.write(loop, directory);
            for (String file : List.of(model.files().weights(), CheckpointState.OPTIMIZER)) {
                try (SafetensorsFile tensors = SafetensorsFile.open(directory.resolve(file))) {
                    assertThat(tensors.names()).hasSizeGreaterThan(10);
                    for (String name : tensors.names()) {
                        assertThat(tensors.info(name).type()).isEqualTo(TensorType.F32);
                    }
                }
            }
            assertThat(finerThanBf16(model.trained())).isGreaterThan(0.9);
        }
    }

    private static double finerThanBf16(List<Parameter> parameters) {
        long finer = 0;
        long all = 0;
        for (Parameter parameter : parameters) {
            for (float value : parameter.value().toFloatArray()) {
                finer += (Float.floatToRawIntBits(value) & 0xffff) == 0 ? 0 : 1;
                all++;
            }
        }
        return (double) finer / all;
    }
}
