package dev.millrace.launcher.runs;

import dev.millrace.launcher.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunWatchTest {
    private final StringWriter written = new StringWriter();
    private RunServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RunServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoComesLateSeesEveryStep() {
        server.run("run-a", 30, 40, 0.1);

        RunHistory history = RunHistory.of(server.gateway(), "run-a");

        assertThat(history.steps())
                .extracting(StepMetrics::step)
                .startsWith(1, 2, 3)
                .hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void stepsDoneAgainAfterACrashAreAskedForAgain() {
        server.run("run-a", 10, 40, 0.1);
        RunHistory history = RunHistory.of(server.gateway(), "run-a");

        server.takenOver("run-a", 5);
        history.update(server.gateway());

        assertThat(history.steps().get(2).values()).containsEntry(RunHistory.RATE, 200.0);
    }

    @Test
    void aTerminalSeesThePictureDrawnAgainUntilTheRunHasEnded() {
        server.run("run-a", 38, 40, 0.1);

        assertThat(watch(true)).isTrue();

        assertThat(written.toString())
                .contains("\u001b[" /* up to where the picture began */)
                .contains("run-a  finished")
                .contains("step 40/40  loss 0.2500  validation 0.3000  best 0.3000")
                .contains("validation loss by step");
    }

    @Test
    void elsewhereThereAreLinesAndOnePictureAtTheEnd() {
        server.run("run-a", 38, 40, 0.1);

        assertThat(watch(false)).isTrue();

        assertThat(written.toString()).doesNotContain("\u001b").containsOnlyOnce("validation loss by step");
    }

    @Test
    void forScriptsThereIsALineOfJsonForEachStep() {
        server.run("run-a", 2, 4, 0.1);

        Console console = new Console(new PrintWriter(written), false, false);
        assertThat(new RunWatch(server.gateway(), console, new RunView(false)).steps("run-a"))
                .isTrue();

        assertThat(written.toString().lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).startsWith("{\"step\":"));
    }

    private boolean watch(boolean terminal) {
        Console console = new Console(new PrintWriter(written), terminal, false);
        return new RunWatch(server.gateway(), console, new RunView(false)).follow("run-a");
    }
}
