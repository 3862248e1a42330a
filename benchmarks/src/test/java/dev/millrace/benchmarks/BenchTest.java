package dev.millrace.benchmarks;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class BenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void withoutANameItListsTheBenches() {
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains("limits", "ingest", "train", "footprint", "generate", "checkpoint", "memory", "start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limits", "ingest", "train", "footprint", "generate", "checkpoint", "memory", "start"})
    void everyBenchExplainsItself(String name) {
        assertThat(run(name, "--help")).isZero();
        assertThat(out.toString()).contains("--rounds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "limits --rounds many",
                "limits --rounds 0",
                "train --model 7b",
                "footprint --model 7b",
                "generate --model 7b"
            })
    void wrongUsageIsExitCode2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    }

    private int run(String... arguments) {
        CommandLine line = Bench.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
