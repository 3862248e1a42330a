package dev.millrace.launcher.cli;

import dev.millrace.launcher.console.Console;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs revert}. */
@Command(
        name = "revert",
        description = "Let a run go on from an earlier checkpoint; what came after it no longer counts.",
        mixinStandardHelpOptions = true)
final class RunsRevertCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(paramLabel = "RUN@STEP", description = "The run, and the step of a checkpoint; 0 is the beginning.")
    private @Nullable String place;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        String[] parts = Objects.requireNonNull(place).split("@", -1);
        if (parts.length != 2 || parts[0].isEmpty() || !parts[1].matches("\\d{1,9}")) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "A run and a step are written RUN@STEP.");
        }
        int step = Integer.parseInt(parts[1]);
        options.gateway().revertRun(parts[0], step);
        if (options.json()) {
            Output.json(console, Map.of("run", parts[0], "action", "revert", "step", step));
        } else {
            console.line(parts[0] + " goes on from its last checkpoint up to step " + step + ". ./millrace watch "
                    + parts[0] + " shows it.");
        }
        return 0;
    }
}
