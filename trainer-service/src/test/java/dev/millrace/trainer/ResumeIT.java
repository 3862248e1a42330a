package dev.millrace.trainer;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.manifest.CheckpointManifest;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.TuningRecipe;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.StorageLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A trainer that is ended without warning, at every place that matters, and what the run comes to (I7, I8, I10). */
class ResumeIT {
    private static final int STEPS = 12;
    private static final int EVERY = 4;
    private static final int KILLED = 137;
    private static final List<String> ALL = List.of(
            "before-claim",
            "after-claim",
            "after-fence",
            "before-model-manifest",
            "after-step:3",
            "after-checkpoint-part:2",
            "before-checkpoint-manifest",
            "after-checkpoint-manifest",
            "after-checkpoint-event",
            "after-model-part",
            "after-model-manifest");

    @TempDir
    private Path folder;

    @AutoClose
    private Line line;

    @BeforeEach
    void start() {
        line = new Line(folder);
        line.dataset("d1", Line.VOCABULARY);
    }

    @Test
    void aRunKilledAtEveryCrashPointComesToTheSameBits() throws Exception {
        assertSame(Line.recipe("fp32", STEPS, 0.01), ALL);
    }

    @Test
    void aRunInBfloat16KilledAtRandomStepsComesToTheSameBits() throws Exception {
        long seed = System.nanoTime() % 1000;
        Random random = new Random(seed);
        List<String> points = IntStream.range(0, 3)
                .mapToObj(i -> "after-step:" + ((i < 2 ? EVERY : 0) + 1 + random.nextInt(EVERY)))
                .toList();
        try {
            assertSame(Line.recipe("bf16", STEPS, 0.01), points);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + points, e);
        }
    }

    /** I10: how far a process comes in so many steps tells where it began. */
    @Test
    void aCrashCostsNoMoreStepsThanLieBetweenTwoCheckpoints() throws Exception {
        line.command("r", Action.START, "d1", Line.waiting(Line.recipe("fp32", 6 * EVERY, 0.01)));

        assertThat(reachedAfter(7)).isEqualTo(7);
        assertThat(reachedAfter(6)).isEqualTo(EVERY + 6);
        assertThat(reachedAfter(1)).isEqualTo(2 * EVERY + 2);
        assertThat(reachedAfter(3)).isEqualTo(2 * EVERY + 3);
        assertThat(reachedAfter(9)).isEqualTo(2 * EVERY + 9);
        finish("r");
        assertThat(line.lossBits("r")).hasSize(6 * EVERY);
    }

    /** While one checkpoint is stored training goes on, and the next waits for it: less than two intervals are ever done again. */
    @Test
    void aCrashWhileACheckpointIsStoredCostsLessThanTwoIntervals() throws Exception {
        line.command("r", Action.START, "d1", Line.recipe("fp32", 6 * EVERY, 0.01));

        for (int steps : List.of(7, 9, 11)) {
            int before = reached();
            int last = reachedAfter(steps);
            assertThat(last).isGreaterThanOrEqualTo(before - 2 * EVERY + 1 + steps);
        }
        finish("r");
        assertThat(line.lossBits("r")).hasSize(6 * EVERY);
    }

    private int reached() {
        return line.metrics("r").stream().mapToInt(TrainingMetrics::step).max().orElse(0);
    }

    /** The last step said when a process has ended after so many. */
    private int reachedAfter(int steps) throws IOException, InterruptedException {
        Process process = line.process("a", "after-step:" + steps);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(KILLED);
        return reached();
    }

    /** Adapters with dropout beside a base in four bits, noise on the embeddings, accumulation: what is drawn is drawn again. */
    @Test
    void aRunOfAdaptersKilledAtRandomStepsAndInAnUploadComesToTheSameBits() throws Exception {
        MethodRecipe method = MethodRecipe.of(MethodRecipe.QLORA)
                .with()
                .rank(4)
                .dropout(0.1)
                .dora(true)
                .modulesToSave(List.of("model.norm"))
                .loraPlusRatio(4.0)
                .build();
        TuningRecipe tuning = TuningRecipe.usual()
                .with()
                .schedule(TuningRecipe.WSD)
                .decaySteps(3)
                .labelSmoothing(0.05)
                .embeddingNoise(5.0)
                .build();
        Random random = new Random();
        List<String> points = List.of(
                "after-step:" + (1 + random.nextInt(EVERY)),
                "after-checkpoint-part:3",
                "after-step:" + (EVERY + 1 + random.nextInt(EVERY)),
                "after-model-part");
        TrainingRecipe recipe = line.recipe(method, tuning, "bf16", STEPS, 0.01)
                .with()
                .activationCheckpointing(true)
                .build();
        assertSame(recipe, points);

        Map<String, String> parts = hashes("killed");
        assertThat(parts).containsKeys("adapter_config.json", "adapter_model.safetensors", "optimizer.safetensors");
        assertThat(parts).doesNotContainKey("model.safetensors");
    }

    /** What the base says of the answers is asked once; whoever goes on with the run compares with the same numbers. */
    @Test
    void aRunOfPreferencesKilledAtRandomStepsComesToTheSameBits() throws Exception {
        line.preferences("p1");
        MethodRecipe method =
                MethodRecipe.of(MethodRecipe.LORA).with().rank(4).dropout(0.1).build();
        TrainingRecipe recipe = line.recipe(method, null, "fp32", STEPS, 0.01)
                .with()
                .batch(4)
                .microBatch(2)
                .objective(ObjectiveRecipe.of(ObjectiveRecipe.KTO))
                .build();
        Random random = new Random();
        List<String> points = List.of(
                "after-step:" + (1 + random.nextInt(EVERY)), "after-step:" + (EVERY + 1 + random.nextInt(EVERY)));

        assertSame("p1", recipe, points);

        assertThat(line.store.list("references/")).hasSize(2);
    }

    private void assertSame(TrainingRecipe recipe, List<String> crashPoints) throws Exception {
        assertSame("d1", recipe, crashPoints);
    }

    private void assertSame(String dataset, TrainingRecipe recipe, List<String> crashPoints) throws Exception {
        // Given
        line.command("whole", Action.START, dataset, recipe);
        TrainingRunChanged whole = finish("whole");

        // When
        line.command("killed", Action.START, dataset, recipe);
        for (String point : crashPoints) {
            Process process = line.process("a", point);
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(point).isTrue();
            assertThat(process.exitValue()).as(point).isEqualTo(KILLED);
        }
        TrainingRunChanged killed = finish("killed");

        // Then
        assertThat(killed.generation()).isGreaterThanOrEqualTo(crashPoints.size() - 2);
        assertThat(line.lossBits("killed")).hasSize(STEPS).isEqualTo(line.lossBits("whole"));
        assertThat(validation("killed")).isNotEmpty().isEqualTo(validation("whole"));
        assertThat(hashes("killed")).isEqualTo(hashes("whole"));
        assertThat(weights(killed)).isEqualTo(weights(whole));
        assertThat(machine("killed")).isEqualTo(machine("whole")).contains("1 thread");
        assertThat(steps()).containsExactly(EVERY, 2 * EVERY, 3 * EVERY);
    }

    private TrainingRunChanged finish(String run) throws IOException, InterruptedException {
        Process process = line.process("a", null);
        try {
            return line.awaitState(run, State.FINISHED);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private List<Integer> steps() {
        List<Integer> steps = new ArrayList<>();
        line.checkpoints("killed").forEach(each -> steps.add(each.step()));
        return steps;
    }

    private List<Double> validation(String run) {
        return line.metrics(run).stream()
                .sorted(Comparator.comparingInt(TrainingMetrics::step))
                .map(each -> each.values().get("validation_loss"))
                .filter(each -> each != null)
                .toList();
    }

    /** Hashes of the last checkpoint's parts: weights, moments, cursor. What it measured of time is not compared. */
    private Map<String, String> hashes(String run) {
        return manifest(run).parts().stream()
                .filter(part -> !part.name().equals("progress.json"))
                .collect(Collectors.toMap(Part::name, part -> part.object().sha256()));
    }

    private String machine(String run) {
        return manifest(run).machine();
    }

    private CheckpointManifest manifest(String run) {
        CheckpointWritten last = line.checkpoints(run).getLast();
        assertThat(last.step()).isEqualTo(STEPS);
        return Json.read(
                new ObjectReader(line.store, StorageLimits.defaults()).read(last.manifest()), CheckpointManifest.class);
    }

    private String weights(TrainingRunChanged finished) {
        return published(finished).parts().stream()
                .filter(part -> part.name().equals("model.safetensors"))
                .map(part -> part.object().sha256())
                .findFirst()
                .orElseThrow();
    }

    private ModelManifest published(TrainingRunChanged finished) {
        return Json.read(
                new ObjectReader(line.store, StorageLimits.defaults()).read(Objects.requireNonNull(finished.model())),
                ModelManifest.class);
    }
}
