package dev.millrace.trainer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.manifest.CheckpointManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.storage.ModelCache;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.StorageLimits;
import dev.millrace.testkit.Await;
import dev.millrace.trainer.files.CheckpointStore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands in, runs out, on a real broker and a real store. */
@SuppressWarnings("try") // a trainer works until it is closed
class RunIT {
    private static final int STEPS = 12;

    @TempDir
    private Path folder;

    @AutoClose
    private Line line;

    @BeforeEach
    void start() {
        line = new Line(folder);
        line.dataset("d1", Line.VOCABULARY);
    }

    /** I6, I8. */
    @Test
    void aRunSaysEveryStepAndItsCheckpointsAreWholeWhenTheyAreAnnounced() throws Exception {
        try (Trainer trainer = line.trainer("a")) {
            // Given
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> verifyUntil(over, "r"));

            // When
            line.command("r", Action.START, "d1", Line.recipe("fp32", STEPS, 0.01));
            TrainingRunChanged finished = line.awaitState("r", State.FINISHED);
            over.set(true);

            // Then
            assertThat(reader.get()).isEqualTo(3);
            assertThat(line.metrics("r"))
                    .extracting(TrainingMetrics::step)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, STEPS).boxed().toList());
            assertThat(line.metrics("r").getLast().values()).containsKeys("loss", "validation_loss", "learning_rate");
            assertThat(Objects.requireNonNull(finished.lastLoss())).isLessThan(finished.firstLoss());
            Path model = new ModelCache(line.store, folder.resolve("cache"))
                    .directory(Objects.requireNonNull(finished.model()));
            assertThat(model.resolve("model.safetensors")).isNotEmptyFile();
            assertThat(model.resolve("tokenizer.json")).isNotEmptyFile();
        }
    }

    /** A reader that looks all the time at what is announced, and loads it. */
    private int verifyUntil(AtomicBoolean over, String run) {
        Map<Integer, CheckpointManifest> seen = new TreeMap<>();
        boolean last = false;
        while (!last) {
            last = over.get();
            for (CheckpointWritten announced : line.checkpoints(run)) {
                Path target = folder.resolve("reader-" + announced.step());
                if (target.toFile().mkdir()) {
                    seen.put(announced.step(), new CheckpointStore(line.store).fetch(announced, target));
                    assertThat(target.resolve("state.json")).isNotEmptyFile();
                }
            }
        }
        return seen.size();
    }

    @Test
    void aCommandThatCannotBeFollowedEndsInACodeAndTheNextIsServed() {
        try (Trainer trainer = line.trainer("a")) {
            // Given
            line.command("nowhere", Action.START, "no-such-version", null);
            line.command("nobody", Action.CANCEL, null, null);
            line.dataset("foreign", Line.VOCABULARY + 9);
            line.command("foreign", Action.START, "foreign", Line.recipe("fp32", STEPS, 0.01));
            line.command("diverged", Action.START, "d1", Line.recipe("fp32", STEPS, 9.9));
            line.command(
                    "shape",
                    Action.START,
                    "d1",
                    Json.read(
                            "{\"base\": \"/no/such/model\", \"steps\": 2}"
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            dev.millrace.contracts.recipe.TrainingRecipe.class));

            line.command(
                    "huge",
                    Action.START,
                    "d1",
                    Line.recipe("fp32", STEPS, 0.01)
                            .with()
                            .batch(65_536)
                            .microBatch(65_536)
                            .contextLength(1_048_576)
                            .build());

            // When
            line.command("good", Action.START, "d1", Line.recipe("bf16", STEPS, 0.01));
            line.awaitState("good", State.FINISHED);

            // Then
            assertThat(line.deadLetterCauses(Topic.TRAINING_COMMANDS))
                    .containsExactlyInAnyOrder("DATASET_UNKNOWN", "RUN_UNKNOWN");
            assertThat(line.awaitState("foreign", State.FAILED).code()).isEqualTo(ErrorCode.RUN_CONFIG_INVALID);
            TrainingRunChanged huge = line.awaitState("huge", State.FAILED);
            assertThat(huge.code()).isEqualTo(ErrorCode.RUN_DOES_NOT_FIT);
            assertThat(huge.message()).contains("MiB").contains("it fits");
        }
    }

    @Test
    void aRunIsPausedResumedAndCancelled() {
        try (Trainer trainer = line.trainer("a")) {
            // Given
            int many = 4000;
            line.command("r", Action.START, "d1", Line.recipe("fp32", many, 0.001));
            Await.until("it trains", Line.PATIENCE, () -> line.metrics("r").size() > 5);

            // When
            line.command("r", Action.PAUSE, null, null);
            TrainingRunChanged paused = line.awaitState("r", State.PAUSED);
            line.command("r", Action.RESUME, null, null);
            Await.until("it goes on", Line.PATIENCE, () -> line.metrics("r").size() > paused.step() + 5);
            line.command("r", Action.CANCEL, null, null);
            line.awaitState("r", State.CANCELLED);

            // Then
            List<Integer> steps =
                    line.metrics("r").stream().map(TrainingMetrics::step).toList();
            assertThat(steps)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, steps.size()).boxed().toList())
                    .hasSizeLessThan(many);
            assertThat(line.checkpoints("r"))
                    .extracting(CheckpointWritten::step)
                    .contains(paused.step());
        }
    }

    /** F19: a bit of weights, cursor and manifest, a truncated part, a part of another step. */
    @Test
    void damagedCheckpointsAreRefusedAndTheLastWholeOneIsUsedAndNamed() throws Exception {
        // Given
        line.command("r", Action.START, "d1", Line.waiting(Line.recipe("fp32", 32, 0.01)));
        crash("after-checkpoint-event:6");
        List<CheckpointWritten> all = line.checkpoints("r");
        assertThat(all).extracting(CheckpointWritten::step).containsExactly(4, 8, 12, 16, 20, 24);
        change(part(all.get(5), "model.safetensors"), bytes -> flipped(bytes, bytes.length - 5));
        change(part(all.get(4), "optimizer.safetensors"), bytes -> Arrays.copyOf(bytes, bytes.length - 3));
        change(part(all.get(3), "state.json"), bytes -> flipped(bytes, bytes.length / 2));
        change(
                part(all.get(2), "state.json"),
                bytes -> line.store.get(part(all.get(1), "state.json").key()));
        change(all.get(1).manifest(), bytes -> flipped(bytes, bytes.length / 2));

        // When
        crash("after-checkpoint-event:1");

        // Then
        TrainingRunChanged warned = line.states("r").stream()
                .filter(each -> each.code() == ErrorCode.CHECKPOINT_DAMAGED)
                .findFirst()
                .orElseThrow();
        assertThat(warned.state()).isEqualTo(State.RUNNING);
        assertThat(warned.message()).contains("24, 20, 16, 12, 8").contains("goes on from step 4");
        assertThat(warned.step()).isEqualTo(4);
        assertThat(line.checkpoints("r"))
                .filteredOn(each -> each.generation() > 1)
                .extracting(CheckpointWritten::step)
                .containsExactly(8);
        assertThat(line.lossBits("r")).doesNotHaveDuplicates().hasSize(24);
    }

    private void crash(String point) throws Exception {
        Process process = line.process("a", point);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
    }

    private ObjectRef part(CheckpointWritten announced, String name) {
        byte[] bytes = new ObjectReader(line.store, StorageLimits.defaults()).read(announced.manifest());
        return Json.read(bytes, CheckpointManifest.class).parts().stream()
                .filter(part -> part.name().equals(name))
                .map(Part::object)
                .findFirst()
                .orElseThrow();
    }

    private void change(ObjectRef object, UnaryOperator<byte[]> change) {
        line.store.put(object.key(), change.apply(line.store.get(object.key())), object.mediaType());
    }

    private static byte[] flipped(byte[] bytes, int at) {
        bytes[at] ^= 1;
        return bytes;
    }
}
