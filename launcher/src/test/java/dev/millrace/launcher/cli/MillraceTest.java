package dev.millrace.launcher.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class MillraceTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "submit",
                "submit --collection c",
                "submit --collection c no-such-file",
                "documents",
                "documents --collection c --withdraw",
                "dataset --seal",
                "key",
                "key create",
                "export some-model",
                "export some-model --format onnx --out x",
                "export some-model --type q8_0 --out x",
                "export some-model --format gguf --type q3_k --out x",
                "export some-model --format gguf --out pom.xml",
                "up --partitions 0",
                "up --port many",
                "demo --input no-such-folder",
                "demo --url nonsense --key k",
                "chaos --documents 20001",
                "chaos --minutes 0",
                "chaos --only nonsense",
                "chaos --data .",
                "chaos --report no-such-folder/report.json"
            })
    void wrongUsageIsOneSentenceAndExitCode2(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void whereNothingRunsCommandsSayHowToStart(@TempDir Path folder) {
        assertThat(run("documents", "--collection", "c", "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("Nothing runs on").contains("./millrace up");
    }

    @Test
    void statusOfNothingIsExitCode1(@TempDir Path folder) {
        assertThat(run("status", "--data", folder.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("Nothing runs on");
    }

    @Test
    void downOnNothingIsNoFailure(@TempDir Path folder) {
        assertThat(run("down", "--data", folder.toString())).isZero();
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("help")).isZero();
        assertThat(out.toString())
                .contains(List.of(
                        "demo",
                        "up",
                        "down",
                        "status",
                        "submit",
                        "watch",
                        "documents",
                        "dataset",
                        "runs",
                        "models",
                        "export",
                        "chat",
                        "key",
                        "compose-env",
                        "chaos",
                        "help"));
    }

    private int run(String... arguments) {
        CommandLine line = Millrace.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
