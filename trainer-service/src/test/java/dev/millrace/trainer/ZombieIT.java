package dev.millrace.trainer;

import dev.millrace.contracts.Json;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingLease;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.StorageLimits;
import dev.millrace.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A trainer that stands still longer than its lease, and then goes on as if nothing had happened (I9, F4). */
@SuppressWarnings("try") // a trainer works until it is closed
class ZombieIT {
    private static final int STEPS = 12;

    @TempDir
    private static Path folder;

    @AutoClose
    private static Line line;

    @BeforeAll
    static void start() {
        line = new Line(folder);
        line.dataset("d1", Line.VOCABULARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after-claim",
                "after-fence",
                "after-step:6",
                "before-checkpoint-manifest:2",
                "after-checkpoint-manifest:2",
                "after-model-manifest:2"
            })
    void whoComesBackAfterAnotherTookItsRunOverIsRefusedEverything(String point) throws Exception {
        // Given
        String run = point.replace(':', '-');
        line.command(run, Action.START, "d1", Line.recipe("fp32", STEPS, 0.01));
        Process zombie = line.stopping("zombie", point);
        try {
            awaitStandstill(zombie);
            TrainingRunChanged finished;
            try (Trainer heir = line.trainer("heir")) {
                finished = line.awaitState(run, State.FINISHED);
            }
            List<Event> before = everything(run);

            // When
            signal(zombie, "CONT");

            // Then
            String next = "after-" + run;
            line.command(next, Action.START, "d1", Line.recipe("fp32", STEPS, 0.01));
            TrainingRunChanged whole = line.awaitState(next, State.FINISHED);
            assertThat(holders(next)).containsExactly("zombie");
            assertThat(everything(run)).isEqualTo(before);
            assertThat(finished.generation()).isEqualTo(2);
            assertThat(line.lossBits(run)).isEqualTo(line.lossBits(next));
            assertThat(weights(finished)).isEqualTo(weights(whole));
        } finally {
            zombie.destroyForcibly().waitFor();
        }
    }

    @Test
    void whoStoodStillBetweenClaimAndFirstWordCannotUndoWhatItsHeirSaid() throws Exception {
        // Given
        line.command("r", Action.START, "d1", Line.recipe("fp32", 100_000, 0.001));
        Process zombie = line.stopping("zombie", "after-claim");
        try {
            awaitStandstill(zombie);
            try (Trainer heir = line.trainer("heir")) {
                Await.until("it trains", Line.PATIENCE, () -> line.metrics("r").size() >= 6);

                // When
                signal(zombie, "CONT");
                Await.until(
                        "the run goes on", Line.PATIENCE, () -> generations("r").last() > 2);
                int said = line.metrics("r").size();
                Await.until(
                        "it trains on", Line.PATIENCE, () -> line.metrics("r").size() > said + 6);
                line.command("r", Action.CANCEL, null, null);
                line.awaitState("r", State.CANCELLED);
            }

            // Then
            assertThat(generations("r")).doesNotContain(1);
            assertThat(line.lossBits("r")).doesNotHaveDuplicates();
            assertThat(line.states("r"))
                    .extracting(TrainingRunChanged::generation)
                    .isSorted();
            assertThat(line.metrics("r"))
                    .extracting(TrainingMetrics::generation)
                    .isSorted();
            assertThat(line.metrics("r")).extracting(TrainingMetrics::step).isSorted();
            assertThat(line.checkpoints("r"))
                    .extracting(CheckpointWritten::generation)
                    .isSorted();
        } finally {
            zombie.destroyForcibly().waitFor();
        }
    }

    private static TreeSet<Integer> generations(String run) {
        TreeSet<Integer> generations = new TreeSet<>();
        line.metrics(run).forEach(each -> generations.add(each.generation()));
        return generations;
    }

    /** All that was said of the run, in its order. */
    private static List<Event> everything(String run) {
        List<Event> all = new ArrayList<>(line.states(run));
        all.addAll(line.metrics(run));
        all.addAll(line.checkpoints(run));
        all.addAll(leases(run));
        return all;
    }

    private static List<TrainingLease> leases(String run) {
        return line.events(Topic.TRAINING_LEASES, TrainingLease.class).stream()
                .filter(lease -> lease.run().equals(run))
                .toList();
    }

    private static List<String> holders(String run) {
        return leases(run).stream().map(TrainingLease::holder).distinct().toList();
    }

    private static List<String> weights(TrainingRunChanged finished) {
        byte[] manifest =
                new ObjectReader(line.store, StorageLimits.defaults()).read(Objects.requireNonNull(finished.model()));
        return Json.read(manifest, ModelManifest.class).parts().stream()
                .filter(part -> part.name().endsWith(".safetensors"))
                .map(part -> part.object().sha256())
                .toList();
    }

    /** The kernel's letter for a process that was stopped. */
    private static void awaitStandstill(Process process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "stat");
        Await.until(
                "it stands still", Line.PATIENCE, () -> Files.readString(status).contains(") T "));
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
