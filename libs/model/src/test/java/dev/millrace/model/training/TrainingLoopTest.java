package dev.millrace.model.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.model.Fixture;
import dev.millrace.model.TestRuntime;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.StateFiles;
import dev.millrace.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrainingLoopTest {
    private static final TokenDataset DATA = Fixture.documents(60, 40);

    @TempDir
    Path directory;

    private static TrainingPlan plan(int accumulation, int batch, Precision precision) {
        return TrainingPlan.usual(20, batch, 32, 0.01, 42)
                .with()
                .accumulation(accumulation)
                .warmupSteps(4)
                .precision(precision)
                .build();
    }

    private static final TrainingPlan PLAN = plan(2, 3, Precision.FP32);

    private static DecoderModel model() {
        return DecoderModel.load(TestRuntime.get(), Fixture.directory());
    }

    private static List<Double> losses(TrainingPlan plan) {
        return losses(DATA, plan);
    }

    private static List<Double> losses(TokenDataset data, TrainingPlan plan) {
        List<Double> losses = new ArrayList<>();
        try (DecoderModel model = model();
                TrainingLoop loop = TrainingLoop.begin(model, data, plan, List.of(collecting(losses)))) {
            loop.run();
        }
        return losses;
    }

    private static TrainingObserver collecting(List<Double> losses) {
        return new TrainingObserver() {
            @Override
            public void stepped(StepReport report, TrainingView view) {
                losses.add(report.loss());
            }
        };
    }

    @Test
    void lossesOfTwentyStepsAreThoseOfPytorch() throws IOException {
        TokenDataset all = TokenDataset.load(Fixture.directory().resolve("dataset.safetensors"));
        JsonNode recorded = new JsonMapper()
                .readTree(Fixture.directory().resolve("reference.json").toFile())
                .path("training_losses");
        int windows = PackedDataset.pack(all, 32, PLAN.seed()).size();
        List<Double> losses = losses(all, plan(1, windows, Precision.FP32));
        assertThat(losses).hasSize(20).hasSize(recorded.size());
        for (int i = 0; i < losses.size(); i++) {
            assertThat(losses.get(i))
                    .as("step %s of %s", i + 1, losses)
                    .isCloseTo(recorded.get(i).doubleValue(), within(1e-4));
        }
    }

    @Test
    void accumulatedBatchesGiveTheLossesOfOneLargeBatch() {
        List<Double> whole = losses(plan(1, 6, Precision.FP32));
        List<Double> parts = losses(PLAN);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(parts.get(i)).isCloseTo(whole.get(i), within(2e-4));
        }
    }

    @Test
    void halfPrecisionLearnsNearlyAsWell() {
        List<Double> half = losses(plan(2, 3, Precision.BF16));
        List<Double> full = losses(PLAN);
        assertThat(half.getFirst()).isCloseTo(full.getFirst(), within(0.02));
        assertThat(half.getLast()).isCloseTo(full.getLast(), within(0.1));
    }

    @Test
    void aResumedRunMakesTheBitsOfOneThatNeverStopped() throws IOException {
        Path whole = Files.createDirectory(directory.resolve("whole"));
        Path half = Files.createDirectory(directory.resolve("half"));
        Path resumed = Files.createDirectory(directory.resolve("resumed"));
        List<Double> expected = new ArrayList<>();
        List<Double> actual = new ArrayList<>();
        try (DecoderModel model = model();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, PLAN, List.of(collecting(expected)))) {
            loop.run();
            write(loop, whole);
        }
        try (DecoderModel model = model();
                TrainingLoop loop =
                        TrainingLoop.begin(model, DATA, PLAN, List.of(collecting(actual), stoppingAt(10)))) {
            loop.run();
            write(loop, half);
        }
        try (DecoderModel model = DecoderModel.load(TestRuntime.get(), half);
                TrainingLoop loop = TrainingLoop.resume(model, DATA, PLAN, List.of(collecting(actual)), half)) {
            loop.run();
            write(loop, resumed);
        }
        assertThat(actual).isEqualTo(expected);
        for (String name : CheckpointState.names(StateFiles.MODEL)) {
            assertThat(resumed.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
        }
    }

    private static TrainingObserver stoppingAt(long step) {
        return new TrainingObserver() {
            @Override
            public void stepped(StepReport report, TrainingView view) {
                if (report.step() == step) {
                    view.stop();
                }
            }
        };
    }

    private static CheckpointParts write(TrainingLoop loop, Path target) {
        try (TrainingSnapshot snapshot = loop.view().snapshot()) {
            return snapshot.write(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSnapshotKeepsItsStepWhileTheRunGoesOn() {
        try (DecoderModel model = model();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, PLAN, List.of())) {
            loop.step();
            CheckpointParts before = write(loop, directory);
            try (TrainingSnapshot snapshot = loop.view().snapshot()) {
                loop.step();
                assertThat(snapshot.write(directory).parts()).isEqualTo(before.parts());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void refusesACheckpointInWhichOneBitOfAnyPartIsTurned() throws IOException {
        try (DecoderModel model = model();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, PLAN, List.of())) {
            loop.step();
            CheckpointParts parts = write(loop, directory);
            assertThat(parts.parts()).hasSize(4);
            for (CheckpointParts.Part part : parts.parts()) {
                byte[] good = Files.readAllBytes(part.path());
                byte[] bad = good.clone();
                bad[bad.length / 2] ^= 16;
                Files.write(part.path(), bad);
                assertRefused(model);
                Files.write(part.path(), Arrays.copyOf(good, good.length / 2));
                assertRefused(model);
                Files.delete(part.path());
                assertRefused(model);
                Files.write(part.path(), good);
            }
            TrainingLoop.resume(model, DATA, PLAN, List.of(), directory).close();
        }
    }

    @Test
    void refusesPartsOfTwoSteps() throws IOException {
        try (DecoderModel model = model();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, PLAN, List.of())) {
            loop.step();
            write(loop, directory);
            byte[] older = Files.readAllBytes(directory.resolve(CheckpointState.OPTIMIZER));
            loop.step();
            write(loop, directory);
            Files.write(directory.resolve(CheckpointState.OPTIMIZER), older);
            assertRefused(model);
        }
    }

    private void assertRefused(DecoderModel model) {
        assertThatThrownBy(() -> TrainingLoop.resume(model, DATA, PLAN, List.of(), directory)
                        .close())
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_DAMAGED));
    }

    @Test
    void aCheckpointIsAModelDirectory() throws IOException {
        try (DecoderModel model = model();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, PLAN, List.of())) {
            loop.step();
            write(loop, directory);
            try (DecoderModel loaded = DecoderModel.load(TestRuntime.get(), directory)) {
                assertThat(loaded.logits(new int[] {4, 5, 6})).isDeepEqualTo(model.logits(new int[] {4, 5, 6}));
            }
            try (SafetensorsFile file = SafetensorsFile.open(directory.resolve("model.safetensors"))) {
                assertThat(file.names()).contains("model.layers.0.self_attn.k_proj.weight", "lm_head.weight");
            }
        }
    }

    @Test
    void endsWithACodeWhenTheLossIsNoNumberAndLeavesTheWeights() {
        TrainingPlan wild = TrainingPlan.usual(20, 3, 32, 9.0, 42)
                .with()
                .finalLearningRate(9.0)
                .warmupSteps(0)
                .weightDecay(0)
                .clipNorm(1e30)
                .beta1(0)
                .beta2(0)
                .epsilon(1e-30)
                .build();
        try (DecoderModel model = model();
                TrainingLoop loop = TrainingLoop.begin(model, DATA, wild, List.of())) {
            model.parameters().getFirst().value().muli(Float.POSITIVE_INFINITY);
            assertThatThrownBy(loop::run)
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RUN_DIVERGED));
            assertThat(loop.view().step()).isZero();
        }
    }

    @Test
    void learningRateRisesThenFallsAlongACosine() {
        assertThat(PLAN.learningRateAt(1)).isEqualTo(0.0025);
        assertThat(PLAN.learningRateAt(4)).isEqualTo(0.01);
        assertThat(PLAN.learningRateAt(12)).isCloseTo(0.0055, within(1e-12));
        assertThat(PLAN.learningRateAt(20)).isCloseTo(0.001, within(1e-12));
    }
}
