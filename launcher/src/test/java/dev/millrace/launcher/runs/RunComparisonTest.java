package dev.millrace.launcher.runs;

import dev.millrace.contracts.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunComparisonTest {
    @Test
    void whatWasSetDifferentlyAndWhatCameOut() throws IOException {
        try (RunServer server = new RunServer().run("run-a", 10, 10, 0.1).run("run-b", 20, 20, 0.2)) {
            RunComparison comparison = new RunComparison(
                    RunHistory.of(server.gateway(), "run-a"),
                    RunHistory.of(server.gateway(), "run-b"),
                    List.of(Json.mapper()
                            .readTree("{\"run\":\"run-a\",\"tuned\":{\"perplexity\":174.4,\"tokenAccuracy\":0.25}}")));

            assertThat(comparison.rows())
                    .contains(
                            new RunComparison.Row("recipe.learningRate", "0.1", "0.2"),
                            new RunComparison.Row("step", "10/10", "20/20"),
                            new RunComparison.Row("last loss", "1.0000", "0.5000"),
                            new RunComparison.Row("held-out perplexity", "174", "-"),
                            new RunComparison.Row("held-out tokenAccuracy", "0.2500", "-"))
                    .extracting(RunComparison.Row::name)
                    .doesNotContain("recipe.seed", "dataset");
            assertThat(comparison.curves(false)).contains("loss of run-a", "loss of run-b");
        }
    }
}
