package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The short form of {@code ./millrace chaos}: I1 to I5, I12 and I13 with real processes that die. */
class ChaosE2E {
    private static final long SEED = 7;
    private static final int DOCUMENTS = 400;
    private static final Installation HOME =
            new Installation(Path.of("").toAbsolutePath().resolveSibling(""));

    @TempDir
    private Path folder;

    private final ChaosRun chaos = new ChaosRun(HOME, System.out::println);

    @Test
    void deathsOfServicesLeaveNoTraceInTheResult() throws IOException {
        Path reached = folder.resolve("reached");
        ChaosRun.Result calm = chaos.run(
                new ChaosRun.Plan(
                        SEED,
                        DOCUMENTS,
                        1,
                        4,
                        1,
                        null,
                        Duration.ZERO,
                        List.of(),
                        Map.of(CrashPlaces.LOG, reached.toString())),
                folder.resolve("calm"));
        Path crashes = folder.resolve("crashes");
        List<String> points = List.of(
                "ingest.submissions.after-object-put",
                "ingest.submissions.before-commit",
                "cleaning.features.after-commit",
                "cleaning.streams.before-commit",
                "formatting.examples.after-produce",
                "formatting.seal.after-manifest-put");
        ChaosRun.Result struck = chaos.run(
                new ChaosRun.Plan(
                        SEED,
                        DOCUMENTS,
                        2,
                        3,
                        1,
                        null,
                        Duration.ZERO,
                        points,
                        Map.of(CrashPlaces.LOG, crashes.toString())),
                folder.resolve("struck"));

        assertThat(calm.violations()).isEmpty();
        assertThat(struck.violations()).isEmpty();
        assertThat(struck.digest()).isEqualTo(calm.digest());
        assertThat(lines(reached, false)).isEqualTo(CrashPlaces.all());
        assertThat(lines(crashes, true)).isEqualTo(new TreeSet<>(points));
    }

    /** Points that were reached, or those at which a process ended. */
    private static Set<String> lines(Path file, boolean crashed) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("!") == crashed)
                .map(line -> line.replace("!", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
