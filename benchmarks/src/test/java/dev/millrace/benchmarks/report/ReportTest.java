package dev.millrace.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {
    private static final Figure OURS = new Figure(200, 150, 250);
    private static final Report REPORT = new Report(
            "sample",
            Map.of("cores", 2),
            Map.of("jdk", "25"),
            List.of(
                    new Row(
                            "copy",
                            "MB/s",
                            OURS,
                            new Peer("other", "1.2", 100, 90, 110),
                            new Limit("memory", 400, 390, 410),
                            "all bytes"),
                    Row.alone("alone", "s", OURS, "nothing else")));

    @Test
    void jsonHasTheAgreedFieldsAndNullsWhereNothingWasMeasured(@TempDir Path folder) throws IOException {
        JsonNode json = Json.mapper().readTree(REPORT.write(folder).toFile());

        assertThat(names(json)).isEqualTo(Set.of("bench", "machine", "versions", "rows"));
        JsonNode full = json.path("rows").get(0);
        assertThat(names(full)).isEqualTo(Set.of("case", "unit", "ours", "peer", "limit", "verified"));
        assertThat(names(full.path("ours"))).isEqualTo(Set.of("median", "min", "max"));
        assertThat(names(full.path("peer"))).isEqualTo(Set.of("name", "version", "median", "min", "max"));
        assertThat(names(full.path("limit"))).isEqualTo(Set.of("name", "median", "min", "max"));
        JsonNode alone = json.path("rows").get(1);
        assertThat(alone.get("peer").isNull()).isTrue();
        assertThat(alone.get("limit").isNull()).isTrue();
    }

    @Test
    void tableShowsRatiosRangesAndWhatWasVerified() {
        StringWriter text = new StringWriter();

        ReportTable.print(REPORT, new Console(new PrintWriter(text, true), false, false));

        assertThat(text.toString())
                .contains("200 (150 .. 250)", "other 100 (90.0 .. 110)", "2.00", "memory 400", "0.50", "all bytes");
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
