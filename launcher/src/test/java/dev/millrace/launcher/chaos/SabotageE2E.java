package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Installation;
import dev.millrace.testkit.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/** The harness is trusted because it can fail: three mistakes, each in a copy of one service, each found. */
@Execution(ExecutionMode.CONCURRENT)
class SabotageE2E {
    private static final long SEED = 9;
    private static final int DOCUMENTS = 600;
    private static final Path HOME = Path.of("").toAbsolutePath().resolveSibling("");
    private static final String CLEANING = "cleaning-service/src/main/java/dev/millrace/cleaning/";

    private Path folder = Path.of("");

    @BeforeEach
    void makeAFolderOnTheProjectsDisk() throws IOException {
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "sabotage-");
    }

    @AfterEach
    void removeIt() {
        Folders.delete(folder);
    }

    /** The first decisions are on documents that are left out, so the process ends where the first object would be written at last. */
    @Test
    void committingBeforeTheObjectIsWrittenIsFound() throws IOException {
        Sabotage sabotage = new Sabotage(
                "formatting-service",
                "libs/storage/src/main/java/dev/millrace/storage/SegmentWriter.java",
                "        create(key, segment, sha256, SEGMENT);",
                """
                        if (key.startsWith("examples")) {
                            Thread.ofPlatform().daemon().start(() -> {
                                java.util.concurrent.locks.LockSupport.parkNanos(10_000_000_000L);
                                dev.millrace.messaging.CrashPoints.reach("formatting.examples", "late-put");
                                create(key, segment, sha256, SEGMENT);
                            });
                        } else {
                            create(key, segment, sha256, SEGMENT);
                        }""");

        assertThat(violations(sabotage, List.of("formatting.examples.late-put")))
                .anyMatch(violation -> violation.startsWith("I5:"));
    }

    @Test
    void lettingAMarkerThroughAtItsFirstArrivalIsFound() throws IOException {
        Sabotage sabotage = new Sabotage(
                "cleaning-service",
                CLEANING + "messaging/Mechanism.java",
                "new Mechanism(MarkerRule.ALL,",
                "new Mechanism((arrived, partitions) -> arrived == 1,");

        assertThat(violations(sabotage, List.of())).anyMatch(violation -> violation.startsWith("I1: the dataset"));
    }

    @Test
    void decidingByArrivalIsFound() throws IOException {
        Sabotage sabotage = new Sabotage(
                "cleaning-service",
                CLEANING + "decision/Layers.java",
                "current.ingested().revision().submittedAt(),",
                "java.time.Instant.ofEpochMilli(current.ingested().origin().offset()),");

        assertThat(violations(sabotage, List.of())).anyMatch(violation -> violation.contains("DUPLICATE_EXACT"));
    }

    private List<String> violations(Sabotage sabotage, List<String> points) throws IOException {
        Installation copy = sabotage.in(HOME, folder.resolve("home"));
        ChaosPlan plan = ChaosPlan.undisturbed(SEED, DOCUMENTS).crashingAt(points);
        return new ChaosRun(copy, System.out::println)
                .run(plan, folder.resolve("data"))
                .violations();
    }
}
