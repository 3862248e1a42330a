package dev.millrace.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.LiveBlock;
import dev.millrace.launcher.console.Progress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Shows a run until it ends: a picture that is drawn again on a terminal, plain lines elsewhere. Whoever comes late sees every step. */
public final class RunWatch {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Gateway gateway;
    private final Console console;
    private final RunView view;

    public RunWatch(Gateway gateway, Console console, RunView view) {
        this.gateway = gateway;
        this.console = console;
        this.view = view;
    }

    /** @return true when the run finished, false when it failed or was cancelled */
    public boolean follow(String run) {
        RunHistory history = RunHistory.of(gateway, run);
        if (console.terminal()) {
            LiveBlock block = new LiveBlock(console);
            block.show(view.lines(history));
            while (!history.ended()) {
                LockSupport.parkNanos(PAUSE.toNanos());
                history.update(gateway);
                block.show(view.lines(history));
            }
        } else {
            plain(history);
        }
        return RunHistory.finished(history.state());
    }

    /**
     * Every step as a line of JSON, until the run ends.
     *
     * @return as {@link #follow}
     */
    public boolean steps(String run) {
        int next = 0;
        while (true) {
            JsonNode state = gateway.run(run);
            for (JsonNode step : gateway.metrics(run, next)) {
                console.line(step.toString());
                next = step.path("step").asInt() + 1;
            }
            if (RunHistory.ended(state)) {
                return RunHistory.finished(state);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void plain(RunHistory history) {
        try (Progress progress = new Progress(console)) {
            progress.show(RunView.numbers(history));
            while (!history.ended()) {
                LockSupport.parkNanos(PAUSE.toNanos());
                history.update(gateway);
                progress.show(RunView.numbers(history));
            }
        }
        view.lines(history).forEach(console::line);
    }
}
