package dev.millrace.launcher.cli;

import dev.millrace.launcher.console.Console;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs start}: trains on a dataset version. */
@Command(
        name = "start",
        description = "Train on a dataset version, as its collection's recipe says.",
        mixinStandardHelpOptions = true)
final class RunsStartCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(paramLabel = "VERSION", description = "The dataset version.")
    private @Nullable String version;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        String run = options.gateway().startRun(Objects.requireNonNull(version));
        if (options.json()) {
            Output.json(console, Map.of("run", run));
        } else {
            console.line(run + " is in the queue. Follow it with ./millrace watch " + run);
        }
        return 0;
    }
}
