package dev.millrace.trainer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-5: runs that start from what other runs came to, on a real broker and a real store. */
@SuppressWarnings("try") // a trainer works until it is closed
class StartFromIT {
    private static final int STEPS = 8;
    /** So low that a step changes nothing: what is measured after it is what the run started from. */
    private static final double STILL = 1e-9;

    @TempDir
    private Path folder;

    @AutoClose
    private Line line;

    @BeforeEach
    void start() {
        line = new Line(folder);
        line.dataset("d1", Line.VOCABULARY);
        line.preferences("pairs");
    }

    private TrainingRecipe recipe(String kind, int steps, double rate) {
        MethodRecipe method = kind.equals(MethodRecipe.LORA)
                ? MethodRecipe.of(kind).with().rank(4).build()
                : MethodRecipe.of(kind);
        return line.recipe(method, null, "fp32", steps, rate);
    }

    private TrainingRecipe from(String base, TrainingRecipe recipe) {
        return recipe.with().base(base).build();
    }

    private void run(String name, String dataset, TrainingRecipe recipe) {
        line.command(name, Action.START, dataset, recipe);
    }

    @Test
    void aRunStartsFromAFinishedRunOrOneOfItsCheckpointsAndItsReferenceIsWhatItStartedFrom() {
        try (Trainer trainer = line.trainer("a")) {
            // Given
            run("adapted", "d1", recipe(MethodRecipe.LORA, STEPS, 0.05));
            run("whole", "d1", recipe(MethodRecipe.FULL, STEPS, 0.01));
            line.awaitState("adapted", State.FINISHED);
            line.awaitState("whole", State.FINISHED);

            // When
            TrainingRecipe still = recipe(MethodRecipe.FULL, 1, STILL);
            run("from-adapted", "d1", from("run:adapted", still));
            run("from-adapter", "d1", from("run:adapted@4", still));
            run("from-whole", "d1", from("run:whole@4", recipe(MethodRecipe.LORA, 1, STILL)));
            run("preferring", "pairs", preferring());

            // Then
            for (String name : new String[] {"from-adapted", "from-adapter", "from-whole", "preferring"}) {
                assertThat(line.awaitState(name, State.FINISHED).base()).isNotNull();
            }
            assertThat(held("from-adapted", 1)).isCloseTo(best("adapted"), within(1e-4));
            assertThat(held("from-adapter", 1)).isCloseTo(held("adapted", 4), within(1e-4));
            assertThat(held("from-whole", 1)).isCloseTo(held("whole", 4), within(1e-4));
            assertThat(held("adapted", 4)).isNotCloseTo(best("adapted"), within(1e-3));
            assertThat(value("preferring", 1, "loss")).isCloseTo(Math.log(2), within(1e-5));
            assertThat(value("preferring", 3, "loss")).isLessThan(Math.log(2) - 1e-4);
        }
    }

    private TrainingRecipe preferring() {
        return from("run:adapted", recipe(MethodRecipe.LORA, 3, 0.02))
                .with()
                .batch(8)
                .microBatch(8)
                .objective(ObjectiveRecipe.of(ObjectiveRecipe.DPO))
                .build();
    }

    private double held(String run, int step) {
        return value(run, step, "validation_loss");
    }

    private double best(String run) {
        return line.metrics(run).stream()
                .mapToDouble(each -> each.values().getOrDefault("validation_loss", Double.MAX_VALUE))
                .min()
                .orElseThrow();
    }

    private double value(String run, int step, String name) {
        TrainingMetrics metrics = line.metrics(run).stream()
                .filter(each -> each.step() == step)
                .findFirst()
                .orElseThrow();
        return Objects.requireNonNull(metrics.values().get(name));
    }

    @Test
    void aRunThatIsNotThereOrHasNoSuchCheckpointEndsInACodeBeforeTheFirstStep() {
        try (Trainer trainer = line.trainer("a")) {
            // Given
            run("adapted", "d1", recipe(MethodRecipe.LORA, STEPS, 0.05));
            line.awaitState("adapted", State.FINISHED);

            // When
            TrainingRecipe recipe = recipe(MethodRecipe.FULL, 1, 0.01);
            run("nobody", "d1", from("run:no-such-run", recipe));
            run("no-step", "d1", from("run:adapted@5", recipe));
            run("no-form", "d1", from("run:adapted@", recipe));
            run("good", "d1", from("run:adapted", recipe));
            line.awaitState("good", State.FINISHED);

            // Then
            Map.of(
                            "nobody", ErrorCode.RUN_UNKNOWN,
                            "no-step", ErrorCode.RUN_CONFIG_INVALID,
                            "no-form", ErrorCode.RUN_CONFIG_INVALID)
                    .forEach((run, code) -> {
                        assertThat(line.awaitState(run, State.FAILED).code())
                                .as(run)
                                .isEqualTo(code);
                        assertThat(line.metrics(run)).as(run).isEmpty();
                    });
        }
    }
}
