package dev.millrace.benchmarks;

import dev.millrace.benchmarks.measure.Machine;
import dev.millrace.benchmarks.measure.PeerTools;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.report.Report;
import dev.millrace.benchmarks.report.ReportTable;
import dev.millrace.benchmarks.report.Row;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Progress;
import dev.millrace.testkit.QuietLogging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benches share on the command line: options, progress, table and JSON. */
final class BenchRun {
    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Measured rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    int run(Benchmark benchmark) throws Exception {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        if (rounds < 1) {
            throw new CommandLine.ParameterException(command, "--rounds is at least 1.");
        }
        QuietLogging.apply();
        Path home = Path.of(System.getProperty("millrace.home", "")).toAbsolutePath();
        Path folder = home.resolve("target").resolve("bench");
        Path scratch = Files.createTempDirectory(Files.createDirectories(folder), benchmark.name());
        Console console = Console.of(command.getOut(), System.getenv());
        try {
            List<Row> rows = measure(benchmark, home, scratch, console);
            Report report = new Report(benchmark.name(), Machine.describe(), benchmark.versions(), rows);
            ReportTable.print(report, console);
            console.line("  written: target/bench/" + report.write(folder).getFileName());
            return 0;
        } finally {
            delete(scratch);
        }
    }

    private List<Row> measure(Benchmark benchmark, Path home, Path scratch, Console console) throws Exception {
        try (Progress progress = new Progress(console)) {
            return benchmark.run(new Session(home, rounds, scratch, new PeerTools(home, scratch), progress::show));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
