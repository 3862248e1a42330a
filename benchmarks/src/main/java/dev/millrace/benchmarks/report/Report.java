package dev.millrace.benchmarks.report;

import dev.millrace.contracts.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything one run of a bench found.
 *
 * @param machine processor, cores, memory and threads; never a host's name
 * @param versions of what took part
 */
public record Report(String bench, Map<String, Object> machine, Map<String, String> versions, List<Row> rows) {
    public Report {
        rows = List.copyOf(rows);
    }

    /** Writes {@code <bench>.json} into the folder and says where. */
    public Path write(Path folder) {
        try {
            Path file = Files.createDirectories(folder).resolve(bench + ".json");
            Json.mapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
