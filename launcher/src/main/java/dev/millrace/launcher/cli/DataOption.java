package dev.millrace.launcher.cli;

import dev.millrace.launcher.local.DataFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that every command about a local installation has. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "millrace-data",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of("millrace-data");

    DataFolder folder() {
        return new DataFolder(folder);
    }
}
