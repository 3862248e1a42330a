package dev.millrace.launcher.cli;

import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.runs.MetricsFormat;
import dev.millrace.launcher.runs.RunHistory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs export}: metrics for other tools. */
@Command(
        name = "export",
        description = "Write a run's metrics as CSV, Parquet or for TensorBoard.",
        mixinStandardHelpOptions = true)
final class RunsExportCommand implements Callable<Integer> {
    @Mixin
    private final GatewayOption options = new GatewayOption();

    @Parameters(paramLabel = "RUN", description = "The run.")
    private @Nullable String run;

    @Option(names = "--format", defaultValue = "csv", description = "${COMPLETION-CANDIDATES} (default: csv).")
    private MetricsFormat format = MetricsFormat.CSV;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "The file to write; for TensorBoard the folder that --logdir names.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Output.console(spec);
        RunHistory history = RunHistory.of(options.gateway(), Objects.requireNonNull(run));
        Path written = format.write(history, Objects.requireNonNull(out));
        if (options.json()) {
            Output.json(console, Map.of("run", history.run(), "file", written.toString()));
        } else {
            console.line("Written: " + written);
        }
        return 0;
    }
}
