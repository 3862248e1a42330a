package dev.millrace.launcher.runs;

import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that other tools read a run's metrics from. */
public enum MetricsFormat {
    /** A line for each step, a column for each measure. */
    CSV,
    /** A row for each step, a column for each measure. */
    PARQUET,
    /** A folder that {@code tensorboard --logdir} shows. */
    TENSORBOARD;

    /** @return the file that was written */
    public Path write(RunHistory history, Path target) {
        if (history.steps().isEmpty()) {
            throw LauncherException.failed("The run " + history.run() + " has no metrics yet.");
        }
        try {
            if (this == TENSORBOARD) {
                return TensorBoardFile.write(history, Files.createDirectories(target));
            }
            Path parent = target.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            MetricsTable table = MetricsTable.of(history);
            if (this == CSV) {
                table.writeCsv(target);
            } else {
                ParquetMetrics.write(table, target);
            }
            return target;
        } catch (IOException e) {
            throw LauncherException.failed("The metrics cannot be written to " + target + ".", e);
        }
    }
}
