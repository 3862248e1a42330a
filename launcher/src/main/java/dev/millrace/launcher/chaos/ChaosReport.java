package dev.millrace.launcher.chaos;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.millrace.contracts.Json;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What all runs came to.
 *
 * @param minutes how long faults lasted in the runs that have them
 * @param digest the undisturbed run's; empty when it did not come to one
 * @param violations of all runs, each with its run's name
 */
public record ChaosReport(
        long seed,
        int documents,
        double minutes,
        boolean holds,
        String digest,
        List<String> violations,
        List<ChaosResult> runs) {
    public ChaosReport {
        violations = List.copyOf(violations);
        runs = List.copyOf(runs);
    }

    /** @param runs the undisturbed one first */
    public static ChaosReport of(long seed, int documents, double minutes, List<ChaosResult> runs) {
        String digest = runs.getFirst().digest();
        List<String> violations = new ArrayList<>();
        for (ChaosResult run : runs) {
            run.violations().forEach(violation -> violations.add(run.name() + ": " + violation));
            if (!run.digest().isEmpty() && !digest.isEmpty() && !run.digest().equals(digest)) {
                violations.add(
                        run.name() + ": I4: the dataset's digest is " + run.digest() + ", undisturbed it is " + digest);
            }
        }
        return new ChaosReport(seed, documents, minutes, violations.isEmpty(), digest, violations, runs);
    }

    public void write(Path file) {
        try {
            Files.write(
                    file,
                    Json.mapper()
                            .writer()
                            .with(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsBytes(this));
        } catch (IOException e) {
            throw LauncherException.failed("The report cannot be written to " + file + ".", e);
        }
    }
}
