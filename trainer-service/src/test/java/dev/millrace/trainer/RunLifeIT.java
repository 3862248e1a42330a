package dev.millrace.trainer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CheckpointDropped;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.RunReturned;
import dev.millrace.contracts.event.RunReturned.Cause;
import dev.millrace.contracts.event.SamplesGenerated;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.recipe.CheckpointRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.WatchRecipe;
import dev.millrace.testkit.Await;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a run does besides training: it keeps some checkpoints, goes back, tells samples, waits for its turn. */
@SuppressWarnings("try") // a trainer works until it is closed
class RunLifeIT {
    private static final int STEPS = 24;
    private static final int EVERY = 4;

    @TempDir
    private static Path folder;

    @AutoClose
    private static Line line;

    @BeforeAll
    static void start() {
        line = new Line(folder);
        line.dataset("d1", Line.VOCABULARY);
    }

    private static TrainingRecipe recipe(int steps) {
        return Line.recipe("fp32", steps, 0.01);
    }

    private static List<Integer> dropped(String run) {
        return line.events(Topic.TRAINING_CHECKPOINTS, CheckpointDropped.class).stream()
                .filter(each -> each.run().equals(run))
                .map(CheckpointDropped::step)
                .toList();
    }

    private static List<RunReturned> returned(String run) {
        return line.events(Topic.TRAINING_CHECKPOINTS, RunReturned.class).stream()
                .filter(each -> each.run().equals(run))
                .toList();
    }

    private static boolean isThere(CheckpointWritten checkpoint) {
        return line.store.head(checkpoint.manifest().key()).isPresent();
    }

    @Test
    void checkpointsAreDroppedByTheRecipeToldAndDeletedAndTheBestIsMarkedAndKept() {
        // Given
        WatchRecipe patient = new WatchRecipe(0, null, null, null, null, null, null, null);
        TrainingRecipe recipe = recipe(STEPS)
                .with()
                .checkpoints(new CheckpointRecipe(1, true, 12, null))
                .watch(patient)
                .build();

        // When
        try (Trainer trainer = line.trainer("a")) {
            line.command("kept", Action.START, "d1", recipe);
            line.awaitState("kept", State.FINISHED);
        }

        // Then
        List<CheckpointWritten> all = line.checkpoints("kept");
        assertThat(all).extracting(CheckpointWritten::step).containsExactly(4, 8, 12, 16, 20, 24);
        assertThat(all).allMatch(each -> each.validationLoss() != null);
        CheckpointWritten best = all.stream()
                .min((a, b) -> Double.compare(
                        Objects.requireNonNull(a.validationLoss()), Objects.requireNonNull(b.validationLoss())))
                .orElseThrow();
        assertThat(best.best()).isTrue();
        assertThat(all).allMatch(each -> isThere(each) != dropped("kept").contains(each.step()));
        assertThat(dropped("kept")).doesNotContain(12, 24, best.step()).contains(4);
        assertThat(line.store.list("runs/kept/1/4/")).isEmpty();
    }

    @Test
    void aRunGoesBackToACheckpointByCommandAndDoesTheStepsAgain() {
        TrainingRecipe recipe = recipe(4000);
        try (Trainer trainer = line.trainer("a")) {
            line.command("back", Action.START, "d1", recipe);
            Await.until(
                    "it trains", Line.PATIENCE, () -> line.checkpoints("back").size() > 3);

            // When
            line.publish(
                    Topic.TRAINING_COMMANDS,
                    new TrainingCommand("back", Action.REVERT, "c", null, null, EVERY + 1, Instant.EPOCH, "test"));
            Await.until("it went back", Line.PATIENCE, () -> !returned("back").isEmpty());
            Await.until(
                    "it goes on",
                    Line.PATIENCE,
                    () -> line.checkpoints("back").stream().anyMatch(each -> each.generation() > 1));
            line.command("back", Action.CANCEL, null, null);
            line.awaitState("back", State.CANCELLED);
        }

        // Then
        assertThat(returned("back")).singleElement().satisfies(back -> {
            assertThat(back.step()).isEqualTo(EVERY);
            assertThat(back.cause()).isEqualTo(Cause.REVERTED);
        });
        List<TrainingMetrics> again = line.metrics("back").stream()
                .filter(each -> each.generation() > 1)
                .toList();
        assertThat(again.getFirst().step()).isEqualTo(EVERY + 1);
        again.forEach(metrics -> assertThat(line.metrics("back").stream()
                        .filter(each -> each.step() == metrics.step())
                        .map(each -> each.values().get("loss")))
                .as("the same steps make the same bits, as nothing else has changed")
                .containsOnly(metrics.values().get("loss")));
    }

    @Test
    void aRunThatDivergesGoesBackAtHalfTheRateAndFailsWithACodeWhenThatDoesNotHelp() {
        WatchRecipe watch = new WatchRecipe(0, null, 1.01, 3, null, 1, null, null);
        TrainingRecipe recipe = Line.recipe("fp32", 120, 9.9)
                .with()
                .warmupSteps(120)
                .watch(watch)
                .build();
        try (Trainer trainer = line.trainer("a")) {
            line.command("wild", Action.START, "d1", recipe);
            TrainingRunChanged failed = line.awaitState("wild", State.FAILED);
            line.command("tame", Action.START, "d1", recipe(8));
            line.awaitState("tame", State.FINISHED);

            assertThat(failed.code()).isEqualTo(ErrorCode.RUN_DIVERGED);
            assertThat(failed.recipe().learningRate()).isEqualTo(9.9 / 2);
            assertThat(returned("wild")).extracting(RunReturned::cause).containsExactly(Cause.DIVERGED);
            assertThat(returned("wild")).allMatch(each -> each.step() % EVERY == 0);
        }
    }

    @Test
    void aTrainerWhoseStepsNoLongerEndGivesTheRunBackAndEndsItself() throws Exception {
        WatchRecipe watch = new WatchRecipe(null, null, null, null, 3, null, null, null);
        line.command("still", Action.START, "d1", recipe(12).with().watch(watch).build());
        Process stuck = line.hanging("stuck", "after-step:6");
        assertThat(stuck.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(stuck.exitValue()).isEqualTo(75);

        try (Trainer trainer = line.trainer("a")) {
            line.awaitState("still", State.FINISHED);
        }

        assertThat(returned("still")).extracting(RunReturned::cause).containsExactly(Cause.STALLED);
        assertThat(line.metrics("still"))
                .extracting(TrainingMetrics::step)
                .contains(IntStream.rangeClosed(1, 12).boxed().toArray(Integer[]::new));
    }

    @Test
    void fixedPromptsAreAnsweredAtEveryValidation() {
        WatchRecipe watch = new WatchRecipe(null, null, null, null, null, null, List.of("abc", "+"), 5);
        try (Trainer trainer = line.trainer("a")) {
            line.command(
                    "talks", Action.START, "d1", recipe(8).with().watch(watch).build());
            line.awaitState("talks", State.FINISHED);
        }

        List<SamplesGenerated> samples = line.events(Topic.TRAINING_METRICS, SamplesGenerated.class).stream()
                .filter(each -> each.run().equals("talks"))
                .toList();
        List<Integer> measured = line.metrics("talks").stream()
                .filter(each -> each.values().containsKey("validation_loss"))
                .map(TrainingMetrics::step)
                .toList();
        assertThat(samples).extracting(SamplesGenerated::step).containsExactlyElementsOf(measured);
        assertThat(samples.getLast().samples().getFirst().answer()).hasSizeBetween(1, 20);
        assertThat(samples.getLast().samples().getLast().answer()).isEmpty();
    }

    /** The waiting ones start by priority, and the one that runs is not interrupted for them. */
    @Test
    void amongWaitingRunsTheHighestPriorityStartsFirst() {
        try (Trainer trainer = line.trainer("a")) {
            line.command("first", Action.START, "d1", recipe(400));
            Await.until("it trains", Line.PATIENCE, () -> !line.metrics("first").isEmpty());
            for (int priority : new int[] {0, 5, -5, 9}) {
                line.command(
                        "p" + priority,
                        Action.START,
                        "d1",
                        recipe(2).with().priority(priority).build());
            }
            line.awaitState("p-5", State.FINISHED);
        }

        List<String> order = line.events(Topic.TRAINING_RUNS, TrainingRunChanged.class).stream()
                .filter(each -> each.state() == State.FINISHED)
                .map(TrainingRunChanged::run)
                .filter(run -> run.startsWith("p") || run.equals("first"))
                .toList();
        assertThat(order).containsSubsequence("first", "p9", "p5", "p-5");
        assertThat(order).containsSubsequence("first", "p0", "p-5");
        assertThat(line.metrics("first"))
                .extracting(TrainingMetrics::step)
                .startsWith(IntStream.rangeClosed(1, 10).boxed().toArray(Integer[]::new));
    }
}
