package dev.millrace.launcher.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ChaosReportTest {
    @TempDir
    private Path folder;

    @Test
    void runsThatComeToTheSameDatasetHold() {
        ChaosReport report = ChaosReport.of(1, 10, 2, List.of(result("undisturbed", "abc"), result("faults", "abc")));

        assertThat(report.holds()).isTrue();
        assertThat(report.digest()).isEqualTo("abc");
    }

    @Test
    void anotherDatasetIsAViolationOfI4() {
        ChaosReport report = ChaosReport.of(1, 10, 2, List.of(result("undisturbed", "abc"), result("faults", "abd")));

        assertThat(report.holds()).isFalse();
        assertThat(report.violations())
                .containsExactly("faults: I4: the dataset's digest is abd, undisturbed it is abc");
    }

    @Test
    void aViolationOfOneRunIsOneOfAllAndNamesTheRun() {
        ChaosReport report =
                ChaosReport.of(1, 10, 2, List.of(result("undisturbed", "abc"), result("faults", "", "I1: lost")));

        assertThat(report.holds()).isFalse();
        assertThat(report.violations()).containsExactly("faults: I1: lost");
    }

    @Test
    void theFileHasWhatHappenedInEachRun() throws IOException {
        Path file = folder.resolve("report.json");

        ChaosReport.of(1, 10, 2, List.of(result("undisturbed", "abc"))).write(file);

        JsonNode report = Json.mapper().readTree(file.toFile());
        assertThat(report.path("holds").asBoolean()).isTrue();
        assertThat(report.at("/runs/0/crashed/0").asText()).isEqualTo("a.b");
        assertThat(report.at("/runs/0/inDataset/train").asLong()).isEqualTo(8);
        assertThat(report.at("/runs/0/seconds").asLong()).isEqualTo(9);
    }

    private static ChaosResult result(String name, String digest, String... violations) {
        return new ChaosResult(
                name, "about", digest, Map.of("train", 8L), 3, Set.of("a.b"), Set.of(), 9, List.of(violations));
    }
}
