package dev.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.runs.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoReportTest {
    private static final DemoReport REPORT = new DemoReport(
            new DemoReport.Documents(10, 9, 6, 1, Map.of("TOO_SHORT", 2L), Map.of("DOCUMENT_UNREADABLE", 1L), 0),
            new DemoReport.Dataset("v", "d", 6, 20, 1000),
            new DemoReport.Run("r", "none", 100, 7.5, 2.5, 1234.5),
            new DemoReport.Evaluation(2000, 12, List.of(1.5, 2.5), true),
            "m",
            List.of(new DemoReport.Answer("why?", "x", "because")),
            Map.of("train", 60.1));

    @Test
    void theReportHasItsPublishedForm(@TempDir Path folder) throws IOException {
        REPORT.write(folder);

        assertThat(Json.mapper().readTree(Files.readAllBytes(folder.resolve("demo-report.json"))))
                .isEqualTo(Json.mapper().readTree("""
                        {"documents": {"submitted": 10, "accepted": 9, "kept": 6, "withdrawn": 1, "dropped": {"TOO_SHORT": 2},
                          "rejected": {"DOCUMENT_UNREADABLE": 1}, "deadLettered": 0},
                         "dataset": {"version": "v", "digest": "d", "documents": 6, "examples": 20, "tokens": 1000},
                         "run": {"id": "r", "base": "none", "steps": 100, "firstLoss": 7.5, "lastLoss": 2.5, "tokensPerSecond": 1234.5},
                         "evaluation": {"basePerplexity": 2000.0, "tunedPerplexity": 12.0, "interval": [1.5, 2.5], "promoted": true},
                         "model": "m",
                         "answers": [{"prompt": "why?", "base": "x", "tuned": "because"}],
                         "seconds": {"train": 60.1}}
                        """));
    }

    @Test
    void tokensOfADatasetAreThoseOfAllSplits() throws IOException {
        JsonNode dataset = Json.mapper().readTree("{\"tokens\":{\"tokens\":{\"train\":10,\"test\":3}}}");

        assertThat(Reports.tokens(dataset)).isEqualTo(13);
    }

    @Test
    void timeLeftIsReadable() {
        assertThat(RunView.time(59)).isEqualTo("59 s");
        assertThat(RunView.time(121)).isEqualTo("2 min 1 s");
    }
}
