package dev.millrace.launcher.cli;

import dev.millrace.launcher.console.Console;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command to a run, which its trainer follows before the next step. */
abstract class RunAction implements Callable<Integer> {
    private final String action;

    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(paramLabel = "RUN", description = "The run.")
    private @Nullable String run;

    @Spec
    private @Nullable CommandSpec spec;

    RunAction(String action) {
        this.action = action;
    }

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        String wanted = Objects.requireNonNull(run);
        options.gateway().commandRun(wanted, action);
        if (options.json()) {
            Output.json(console, Map.of("run", wanted, "action", action));
        } else {
            console.line("The command to " + action + " " + wanted + " was accepted. ./millrace runs " + wanted
                    + " shows its state.");
        }
        return 0;
    }
}
