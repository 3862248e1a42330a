package dev.millrace.launcher.runs;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * Steps as rows, measures as columns in the order of their names.
 *
 * @param measures those that any step has
 */
record MetricsTable(List<String> measures, List<StepMetrics> rows) {
    MetricsTable {
        measures = List.copyOf(measures);
        rows = List.copyOf(rows);
    }

    static MetricsTable of(RunHistory history) {
        TreeSet<String> measures = new TreeSet<>();
        history.steps().forEach(step -> measures.addAll(step.values().keySet()));
        return new MetricsTable(List.copyOf(measures), history.steps());
    }

    /** A value that a step does not have is an empty field (RFC 4180). */
    void writeCsv(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("step,time," + String.join(",", measures) + "\r\n");
            for (StepMetrics row : rows) {
                writer.write(row.step() + "," + row.at());
                for (String measure : measures) {
                    Double value = row.values().get(measure);
                    writer.write("," + (value == null ? "" : value.toString()));
                }
                writer.write("\r\n");
            }
        }
    }
}
