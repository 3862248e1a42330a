package dev.millrace.trainer;

import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A run whose micro-batch needs more memory than there is, under limits that the kernel enforces (F20). */
class MemoryIT {
    private static final int BATCH = 16_384;
    private static final int MOST_KILLS = 8;
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    @AutoClose
    private Line line;

    @BeforeEach
    void start() {
        line = new Line(folder);
        line.dataset("d1", Line.VOCABULARY);
    }

    /** Two steps that need about a gibibyte when they are done in one piece. */
    private static TrainingRecipe large() {
        return Line.recipe("fp32", 2, 0.01)
                .with()
                .batch(BATCH)
                .microBatch(BATCH)
                .build();
    }

    private static void assertSmallerAtTheSameBatch(TrainingRunChanged finished) {
        assertThat(finished.recipe().batch()).isEqualTo(BATCH);
        assertThat(Objects.requireNonNull(finished.recipe().microBatch())).isLessThan(BATCH);
        assertThat(BATCH % finished.recipe().microBatch()).isZero();
    }

    @Test
    void anAllocationThatFailsHalvesTheMicroBatchAndTheRunGoesOn() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit sets the limit");
        Process trainer = line.trusting(List.of(), "a");
        try {
            line.command("small", Action.START, "d1", Line.recipe("fp32", 2, 0.01));
            line.awaitState("small", State.FINISHED);
            limitAddressSpace(trainer, addressSpace(trainer) + 400 * MEBIBYTE);

            line.command("large", Action.START, "d1", large());
            TrainingRunChanged finished = line.awaitState("large", State.FINISHED);

            assertSmallerAtTheSameBatch(finished);
            assertThat(trainer.isAlive()).isTrue();
            assertThat(line.states("large"))
                    .extracting(each -> each.recipe().microBatch())
                    .contains(BATCH, BATCH / 2);
        } finally {
            trainer.destroyForcibly().waitFor();
        }
    }

    private static long addressSpace(Process process) throws IOException {
        String kibibytes = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(each -> each.startsWith("VmSize:"))
                .map(each -> each.replaceAll("[^0-9]", ""))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(kibibytes) * 1024;
    }

    private static void limitAddressSpace(Process process, long bytes) throws Exception {
        String soft = "--as=" + bytes + ":";
        Process limit = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), soft).start();
        assertThat(limit.waitFor()).isZero();
    }

    @Test
    void aKillByTheMemoryLimitHalvesTheRecordedMicroBatchAndTheRunGoesOn() throws Exception {
        Path group = group();
        try {
            line.command("large", Action.START, "d1", large());
            int kills = restartUntilItEnds(group);

            assertThat(kills).isPositive();
            assertSmallerAtTheSameBatch(line.states("large").getLast());
        } finally {
            Await.until("the group is empty", Line.PATIENCE, () -> deleted(group));
        }
    }

    /** A process leaves its group some time after it has ended. */
    private static boolean deleted(Path group) {
        try {
            return Files.deleteIfExists(group);
        } catch (IOException e) {
            return false;
        }
    }

    /** As a supervisor does it. @return how often the kernel ended the trainer */
    private int restartUntilItEnds(Path group) throws Exception {
        for (int kills = 0; kills < MOST_KILLS; kills++) {
            Process trainer = line.trusting(inside(group), "a");
            try {
                Await.until("killed or finished", Line.PATIENCE, () -> !trainer.isAlive() || isFinished());
                if (isFinished()) {
                    return kills;
                }
                assertThat(trainer.exitValue()).isEqualTo(137);
            } finally {
                trainer.destroyForcibly().waitFor();
            }
        }
        throw new AssertionError("the run did not end after " + MOST_KILLS + " kills");
    }

    private boolean isFinished() {
        return line.states("large").stream().anyMatch(each -> each.state() == State.FINISHED);
    }

    /** A control group of our own with a limit; the test is skipped where we may not make one. */
    private static Path group() {
        Path root = Path.of("/sys/fs/cgroup");
        boolean unified = Files.exists(root.resolve("cgroup.controllers"));
        Path group = (unified ? root : root.resolve("memory")).resolve("millrace-memory-it");
        try {
            Files.createDirectories(group);
            write(group.resolve(unified ? "memory.max" : "memory.limit_in_bytes"), LIMIT);
            return group;
        } catch (IOException e) {
            assumeTrue(false, "a control group with a memory limit cannot be made here: " + e);
            return group;
        }
    }

    private static final long LIMIT = 900 * MEBIBYTE;

    private static void write(Path file, long number) throws IOException {
        Files.writeString(file, Long.toString(number));
    }

    private static List<String> inside(Path group) {
        return List.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }
}
