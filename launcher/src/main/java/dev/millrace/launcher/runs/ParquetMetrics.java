package dev.millrace.launcher.runs;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import java.io.IOException;
import java.nio.file.Path;

/** Metrics as a Parquet file: step, time in milliseconds, one nullable column of doubles for each measure. */
final class ParquetMetrics {
    private ParquetMetrics() {}

    static void write(MetricsTable table, Path file) throws IOException {
        WriteRecordModelType<StepMetrics> columns = FieldTypes.writeRecordModel(StepMetrics.class)
                .withField("step", StepMetrics::step)
                .withField("time", FieldTypes.INSTANT, StepMetrics::at);
        for (String measure : table.measures()) {
            columns.withField(measure, FieldTypes.DOUBLE, row -> row.values().get(measure));
        }
        try (CarpetWriter<StepMetrics> writer = new CarpetWriter.Builder<>(
                        new FileSystemOutputFile(file.toFile()), StepMetrics.class)
                .withWriteRecordModel(columns)
                .build()) {
            for (StepMetrics row : table.rows()) {
                writer.write(row);
            }
        }
    }
}
