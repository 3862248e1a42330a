package dev.millrace.launcher.chaos;

import dev.millrace.launcher.local.Installation;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import static org.assertj.core.api.Assertions.assertThat;

/** The short form of {@code ./millrace chaos}: I1 to I5, I12 and I13 with real processes that die. */
@Execution(ExecutionMode.CONCURRENT)
class ChaosE2E {
    private static final Installation HOME =
            new Installation(Path.of("").toAbsolutePath().resolveSibling(""));
    private static final List<String> POINTS = List.of(
            "ingest.submissions.after-object-put",
            "ingest.submissions.before-commit",
            "cleaning.features.after-commit",
            "cleaning.streams.before-commit",
            "formatting.examples.after-produce",
            "formatting.seal.after-manifest-put");

    @TempDir
    private Path folder;

    private final ChaosRun chaos = new ChaosRun(HOME, System.out::println);

    @Test
    void deathsOfServicesLeaveNoTraceInTheResult() {
        ChaosPlan plan = ChaosPlan.undisturbed(7, 400);
        ChaosResult calm = chaos.run(plan, folder.resolve("calm"));
        ChaosResult struck =
                chaos.run(plan.named("struck").inOrder(2).on(3, 1).crashingAt(POINTS), folder.resolve("struck"));

        assertThat(calm.violations()).isEmpty();
        assertThat(struck.violations()).isEmpty();
        assertThat(calm.digest()).isNotEmpty().isEqualTo(struck.digest());
        assertThat(calm.reached()).isEqualTo(CrashPlaces.all());
        assertThat(struck.crashed()).isEqualTo(new TreeSet<>(POINTS));
    }
}
