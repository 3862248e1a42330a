package dev.millrace.launcher.cli;

import dev.millrace.launcher.chaos.ChaosPlan;
import dev.millrace.launcher.chaos.ChaosReport;
import dev.millrace.launcher.chaos.ChaosResult;
import dev.millrace.launcher.chaos.ChaosRun;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Table;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.testkit.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chaos}: documents flow while services are killed; then nothing may be lost, invented or decided by chance. */
@Command(
        name = "chaos",
        description = {
            "Lets generated documents flow through whole installations while services are killed, then checks that nothing was lost, invented "
                    + "or decided by chance, and that all runs come to the same dataset.",
            "",
            "Runs: undisturbed; faults (kill -9 at random times); crash-points (a crash at every named point); another-order; "
                    + "one-partition; two-replicas (of cleaning and formatting, three partitions, faults)."
        },
        footer = {
            "",
            "Ends with 0 when all holds, 1 when something does not (data and logs are kept), 2 for wrong usage."
        },
        mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {
    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of documents and faults (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long kills go on in each of the runs that have them (default: ${DEFAULT-VALUE}).",
            defaultValue = "2")
    private double minutes;

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "How many documents, at most 20000 (default: ${DEFAULT-VALUE}).",
            defaultValue = "5000")
    private int documents;

    @Option(
            names = "--only",
            paramLabel = "RUN",
            split = ",",
            description = "These runs besides the undisturbed one, separated by commas (default: all).")
    private List<String> only = new ArrayList<>();

    @Option(names = "--quick", description = "The same as --only faults.")
    private boolean quick;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the report goes, as JSON (default: ${DEFAULT-VALUE}).",
            defaultValue = "chaos-report.json")
    private Path report = Path.of("chaos-report.json");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "An empty folder for topics, objects and logs (default: a temporary one, removed when all holds).")
    private @Nullable Path data;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<ChaosPlan> plans = plans();
        Console console = Output.console(spec);
        Path folder = folder();
        console.line(console.bold("Millrace chaos") + ": seed " + seed + ", " + documents + " documents, "
                + plans.size() + " runs; data in " + folder);
        List<ChaosResult> results = new ArrayList<>();
        for (ChaosPlan plan : plans) {
            console.heading((results.size() + 1) + "/" + plans.size() + " " + plan.name() + ": " + plan.about());
            results.add(run(plan, folder, console));
        }
        ChaosReport all = ChaosReport.of(seed, documents, minutes, results);
        tell(all, console);
        all.write(report);
        return end(all, folder, console);
    }

    private List<ChaosPlan> plans() {
        if (documents < 1 || documents > 20_000 || !(minutes > 0 && minutes <= 1000)) {
            throw LauncherException.usage("--documents lies between 1 and 20000, --minutes between 0 and 1000.");
        }
        Path folder = report.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw LauncherException.usage("The report's folder " + folder + " is not there.");
        }
        List<ChaosPlan> all = ChaosPlan.all(seed, documents, Duration.ofMillis((long) (minutes * 60_000)));
        Set<String> wanted = new HashSet<>(quick ? List.of("faults") : only);
        Set<String> known = all.stream().map(ChaosPlan::name).collect(Collectors.toSet());
        if (!known.containsAll(wanted)) {
            throw LauncherException.usage(
                    "--only knows " + all.stream().map(ChaosPlan::name).collect(Collectors.joining(", ")) + ".");
        }
        return all.stream()
                .filter(plan ->
                        wanted.isEmpty() || plan.name().equals(ChaosPlan.UNDISTURBED) || wanted.contains(plan.name()))
                .toList();
    }

    private Path folder() throws IOException {
        Path chosen = data;
        if (chosen == null) {
            return Files.createTempDirectory("millrace-chaos-");
        }
        Files.createDirectories(chosen);
        try (var files = Files.list(chosen)) {
            if (files.findAny().isPresent()) {
                throw LauncherException.usage(chosen + " is not empty.");
            }
        }
        return chosen;
    }

    private static ChaosResult run(ChaosPlan plan, Path folder, Console console) {
        try (ChaosProgress progress = new ChaosProgress(console)) {
            ChaosResult result = new ChaosRun(Installation.found(), progress).run(plan, folder.resolve(plan.name()));
            progress.happened(
                    result.violations().isEmpty()
                            ? "I1 I2 I3 I5 I12 I13 hold after " + result.seconds() + " s"
                            : result.violations().size() + " violations after " + result.seconds() + " s");
            return result;
        }
    }

    private static void tell(ChaosReport all, Console console) {
        console.line("");
        Table table = new Table("run", "kills", "crash points", "documents", "digest", "seconds", "result");
        all.runs()
                .forEach(run -> table.row(
                        run.name(),
                        run.kills(),
                        run.crashed().size(),
                        run.inDataset().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        run.digest().isEmpty() ? "-" : run.digest().substring(0, 16),
                        run.seconds(),
                        run.violations().isEmpty() ? "holds" : "VIOLATED"));
        table.print(console);
        console.line("");
    }

    private int end(ChaosReport all, Path folder, Console console) {
        if (all.holds()) {
            console.line(console.good("All invariants hold over " + all.runs().size() + " runs of seed " + seed
                    + (all.runs().size() > 1 ? ", and all come to the dataset " + all.digest() : "")));
            if (data == null) {
                Folders.delete(folder);
            }
        } else {
            all.violations().forEach(violation -> console.line(console.bad(violation)));
            console.line("Seed " + seed + "; data and logs of every run are kept in " + folder);
        }
        console.line("report   " + report.toAbsolutePath());
        return all.holds() ? 0 : LauncherException.FAILED;
    }
}
