package dev.millrace.launcher.cli;

import dev.millrace.launcher.chaos.ChaosRun;
import dev.millrace.launcher.local.Installation;
import dev.millrace.launcher.local.LauncherException;
import dev.millrace.testkit.Folders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chaos}: documents flow while services are killed; then nothing may be lost, invented or decided by chance. */
@Command(
        name = "chaos",
        description =
                "Let generated documents flow while services are killed, then check that nothing was lost or decided by chance.",
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
            description = "How long faults last (default: ${DEFAULT-VALUE}).",
            defaultValue = "2")
    private double minutes;

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "How many documents, at most 20000 (default: ${DEFAULT-VALUE}).",
            defaultValue = "5000")
    private int documents;

    @Option(names = "--quick", description = "Compare with the undisturbed run alone.")
    private boolean quick;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (documents < 1 || documents > 20_000 || !(minutes > 0 && minutes <= 1000)) {
            throw LauncherException.usage("--documents lies between 1 and 20000, --minutes between 0 and 1000.");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        ChaosRun chaos = new ChaosRun(Installation.found(), line -> {
            out.println("  " + line);
            out.flush();
        });
        Path folder = Files.createTempDirectory("millrace-chaos-");
        Map<String, ChaosRun.Result> results = new LinkedHashMap<>();
        for (Map.Entry<String, ChaosRun.Plan> plan : plans().entrySet()) {
            out.println(plan.getKey() + ":");
            out.flush();
            results.put(plan.getKey(), chaos.run(plan.getValue(), folder.resolve("run-" + results.size())));
        }
        return report(results, out, folder);
    }

    private Map<String, ChaosRun.Plan> plans() {
        Duration load = Duration.ofMillis((long) (minutes * 60_000));
        ChaosRun.Plan calm = ChaosRun.Plan.undisturbed(seed, documents);
        Map<String, ChaosRun.Plan> plans = new LinkedHashMap<>();
        plans.put("undisturbed", calm);
        plans.put(
                "with faults",
                new ChaosRun.Plan(seed, documents, 2, 4, 1, Duration.ofSeconds(12), load, List.of(), Map.of()));
        if (!quick) {
            plans.put("a crash at every point", ChaosRun.Plan.crashes(seed, documents, 6));
            plans.put(
                    "another order",
                    new ChaosRun.Plan(seed, documents, 3, 4, 1, null, Duration.ZERO, List.of(), Map.of()));
            plans.put(
                    "one partition",
                    new ChaosRun.Plan(seed, documents, 4, 1, 1, null, Duration.ZERO, List.of(), Map.of()));
            plans.put(
                    "three partitions, two replicas, faults",
                    new ChaosRun.Plan(seed, documents, 5, 3, 2, Duration.ofSeconds(12), load, List.of(), Map.of()));
        }
        return plans;
    }

    private int report(Map<String, ChaosRun.Result> results, PrintWriter out, Path folder) {
        List<String> failures = new ArrayList<>();
        String digest = results.values().iterator().next().digest();
        results.forEach((name, result) -> {
            result.violations().forEach(violation -> failures.add(name + ": " + violation));
            if (!result.digest().equals(digest)) {
                failures.add(name + ": I4: the digest differs from the undisturbed run's");
            }
        });
        if (failures.isEmpty()) {
            Folders.delete(folder);
            out.println("All invariants hold over " + results.size() + " runs; seed " + seed + ", digest " + digest);
            return 0;
        }
        failures.forEach(out::println);
        out.println("Seed " + seed + "; data and logs are kept in " + folder);
        return LauncherException.FAILED;
    }
}
