package dev.millrace.launcher.cli;

import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.runs.RunComparison;
import dev.millrace.launcher.runs.RunHistory;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs compare}: two runs side by side. */
@Command(
        name = "compare",
        description =
                "Show what two runs were set to differently and what came out, with both curves on the same axes.",
        mixinStandardHelpOptions = true)
final class RunsCompareCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(index = "0", paramLabel = "RUN", description = "One run.")
    private @Nullable String first;

    @Parameters(index = "1", paramLabel = "OTHER", description = "The other run.")
    private @Nullable String second;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        Gateway gateway = options.gateway();
        RunComparison comparison = new RunComparison(
                RunHistory.of(gateway, Objects.requireNonNull(first)),
                RunHistory.of(gateway, Objects.requireNonNull(second)),
                gateway.evaluations());
        if (options.json()) {
            comparison.rows().forEach(row -> Output.json(console, row));
        } else {
            comparison.table().print(console);
            comparison.curves(console.unicode()).forEach(console::line);
        }
        return 0;
    }
}
