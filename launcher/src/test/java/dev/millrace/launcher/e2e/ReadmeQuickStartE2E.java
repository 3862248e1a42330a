package dev.millrace.launcher.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/** The first command of the README, as it is typed there. Alone, as training takes what processors there are. */
@Isolated
class ReadmeQuickStartE2E {
    /** The same on every machine. Whoever changes the samples, their recipe or a rule that touches them changes this line too. */
    static final String SAMPLES_DIGEST = "2e860098e25d120a3522e3af36023778d4d6a0522c8f2cdebf0187c3fc36c965";

    private static final Duration LONGEST = Duration.ofMinutes(9);

    @TempDir
    private Path folder;

    @Test
    void theQuickStartTurnsTheSamplesIntoAModelThatAnswers() throws Exception {
        List<String> command = quickStart();
        assertThat(command).containsExactly("./millrace", "demo");
        command.addAll(
                List.of("--base", "none", "--data", folder.resolve("data").toString()));

        Script.Result result = Script.run(folder.resolve("log"), LONGEST, command);

        assertThat(result.exitCode()).as(result.output()).isZero();
        JsonNode report =
                Json.mapper().readTree(folder.resolve("data/demo-report.json").toFile());
        conserves(report.path("documents"));
        assertThat(report.at("/dataset/digest").asText()).isEqualTo(SAMPLES_DIGEST);
        assertThat(report.at("/dataset/version").asText()).hasSize(16);
        for (String count : List.of("documents", "examples", "tokens")) {
            assertThat(report.path("dataset").path(count).asLong()).as(count).isPositive();
        }
        learns(report.path("run"));
        assertThat(report.at("/evaluation/tunedPerplexity").asDouble()).isPositive();
        assertThat(report.at("/evaluation/interval")).hasSize(2);
        assertThat(report.path("answers"))
                .hasSize(3)
                .allSatisfy(
                        answer -> assertThat(answer.fieldNames()).toIterable().contains("prompt", "base", "tuned"));
        assertThat(report.path("model").asText()).isNotEmpty();
        assertThat(report.path("seconds")).isNotEmpty();
        assertThat(folder.resolve("data/state.json")).doesNotExist();
    }

    /** The first line of the README's first block of commands. */
    private static List<String> quickStart() throws IOException {
        String line = Files.readAllLines(Script.HOME.resolve("README.md")).stream()
                .filter(each -> each.startsWith("./millrace "))
                .findFirst()
                .orElseThrow();
        return new ArrayList<>(List.of(line.strip().split(" +", -1)));
    }

    /** I1: submitted is the sum of what became of it. */
    private static void conserves(JsonNode documents) {
        long ends = documents.path("kept").asLong()
                + documents.path("withdrawn").asLong()
                + sum(documents.path("dropped"))
                + sum(documents.path("rejected"))
                + documents.path("deadLettered").asLong();
        assertThat(documents.path("submitted").asLong()).isPositive().isEqualTo(ends);
        assertThat(documents.path("deadLettered").asLong()).isZero();
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }

    private static void learns(JsonNode run) {
        assertThat(run.path("id").asText()).isNotEmpty();
        assertThat(run.path("steps").asInt()).isPositive();
        assertThat(run.path("lastLoss").asDouble())
                .isPositive()
                .isLessThan(run.path("firstLoss").asDouble());
        assertThat(run.path("tokensPerSecond").asDouble()).isPositive();
    }
}
