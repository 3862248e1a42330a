package dev.millrace.trainer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** TR-4: from rows that compare answers to a published model, on a real broker and a real store. */
@SuppressWarnings("try") // a trainer works until it is closed
class PreferenceIT {
    private static final int STEPS = 12;

    @TempDir
    private Path folder;

    @AutoClose
    private Line line;

    @BeforeEach
    void start() {
        line = new Line(folder);
        line.dataset("texts", Line.VOCABULARY);
        line.preferences("pairs");
    }

    private TrainingRecipe recipe(String objective) {
        MethodRecipe method = MethodRecipe.of(MethodRecipe.LORA).with().rank(4).build();
        return line.recipe(method, null, "fp32", STEPS, 0.02)
                .with()
                .batch(8)
                .microBatch(4)
                .objective(ObjectiveRecipe.of(objective))
                .build();
    }

    private void run(String name, String dataset, TrainingRecipe recipe) {
        line.command(name, Action.START, dataset, recipe);
    }

    @Test
    void answersThatArePreferredBecomeLikelierAndTheModelIsPublished() {
        try (Trainer trainer = line.trainer("a")) {
            // When
            run("dpo", "pairs", recipe(ObjectiveRecipe.DPO));
            run("orpo", "pairs", recipe(ObjectiveRecipe.ORPO));
            run("kto", "pairs", recipe(ObjectiveRecipe.KTO));
            TrainingRunChanged dpo = line.awaitState("dpo", State.FINISHED);
            line.awaitState("orpo", State.FINISHED);
            line.awaitState("kto", State.FINISHED);
            run("dpo-again", "pairs", recipe(ObjectiveRecipe.DPO));
            line.awaitState("dpo-again", State.FINISHED);

            // Then
            List<Map<String, Double>> steps = steps("dpo");
            assertThat(steps)
                    .hasSize(STEPS)
                    .allSatisfy(values -> assertThat(values)
                            .containsKeys(
                                    "rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies"));
            assertThat(steps.getFirst().get("loss")).isCloseTo(Math.log(2), within(1e-5));
            assertThat(steps.getFirst().get("rewards/margins")).isCloseTo(0, within(1e-5));
            assertThat(steps.getLast().get("rewards/margins")).isGreaterThan(0.05);
            assertThat(steps.getLast().get("rewards/accuracies")).isEqualTo(1);
            assertThat(steps.getLast().get("validation_loss")).isLessThan(Math.log(2) - 0.02);
            assertThat(margin("orpo", STEPS - 1)).isGreaterThan(margin("orpo", 0));
            assertThat(margin("kto", STEPS - 1)).isGreaterThan(margin("kto", 0));
            assertThat(steps("kto").getLast()).containsKey("kl");
            assertThat(dpo.model()).isNotNull();
            ObjectiveRecipe resolved = Objects.requireNonNull(dpo.recipe().objective());
            assertThat(resolved.beta()).isEqualTo(0.1);
            assertThat(line.lossBits("dpo-again")).isEqualTo(line.lossBits("dpo"));
            // Two splits, once for pairs and once with answers to other prompts.
            assertThat(line.store.list("references/")).hasSize(4);
        }
    }

    private double margin(String run, int step) {
        return Objects.requireNonNull(steps(run).get(step).get("rewards/margins"));
    }

    private List<Map<String, Double>> steps(String run) {
        return line.metrics(run).stream()
                .sorted(Comparator.comparingInt(TrainingMetrics::step))
                .map(TrainingMetrics::values)
                .toList();
    }

    @Test
    void anObjectiveThatTheDatasetHasNoExamplesForEndsInACodeBeforeTheFirstStepAndTheNextIsServed() {
        TrainingRecipe scratch = Line.recipe("fp32", STEPS, 0.01)
                .with()
                .objective(ObjectiveRecipe.of("dpo"))
                .build();
        TrainingRecipe lonely = recipe(ObjectiveRecipe.KTO).with().microBatch(1).build();
        TrainingRecipe shortest =
                recipe(ObjectiveRecipe.DPO).with().contextLength(8).build();
        try (Trainer trainer = line.trainer("a")) {
            // When
            run("texts-dpo", "texts", recipe(ObjectiveRecipe.DPO));
            run("texts-kto", "texts", recipe(ObjectiveRecipe.KTO));
            run("pairs-text", "pairs", recipe(ObjectiveRecipe.TEXT));
            run("scratch", "pairs", scratch);
            run("lonely", "pairs", lonely);
            run("good", "pairs", shortest);
            line.awaitState("good", State.FINISHED);

            // Then
            Map.of(
                            "texts-dpo", ErrorCode.DATASET_KIND_DIFFERS,
                            "texts-kto", ErrorCode.DATASET_KIND_DIFFERS,
                            "pairs-text", ErrorCode.DATASET_KIND_DIFFERS,
                            "scratch", ErrorCode.RUN_CONFIG_INVALID,
                            "lonely", ErrorCode.RUN_CONFIG_INVALID)
                    .forEach((run, code) -> {
                        assertThat(line.awaitState(run, State.FAILED).code())
                                .as(run)
                                .isEqualTo(code);
                        assertThat(line.metrics(run)).as(run).isEmpty();
                    });
        }
    }
}
