package dev.millrace.launcher.runs;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.annotation.Alias;
import dev.millrace.launcher.local.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MetricsFormatTest {
    @TempDir
    private Path folder;

    private RunServer server;

    private record Row(
            int step,
            double loss,
            @Alias("validation_loss") @Nullable Double validation) {}

    @BeforeEach
    void start() throws IOException {
        server = new RunServer().run("run-a", 3, 3, 0.1).run("new", 0, 3, 0.1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLineOfCsvForEachStepWithEmptyFieldsForWhatItDidNotMeasure() throws IOException {
        Path file = MetricsFormat.CSV.write(history("run-a"), folder.resolve("new/run.csv"));

        assertThat(Files.readString(file).split("\r\n"))
                .containsExactly(
                        "step,time,loss,tokens_per_second,validation_loss",
                        "1,2026-01-01T00:00:01Z,10.0,100.0,",
                        "2,2026-01-01T00:00:02Z,5.0,100.0,6.0",
                        "3,2026-01-01T00:00:03Z,3.3333333333333335,100.0,");
    }

    @Test
    void parquetHasTheSameTable() throws IOException {
        Path file = MetricsFormat.PARQUET.write(history("run-a"), folder.resolve("run.parquet"));

        assertThat(new CarpetReader<>(file.toFile(), Row.class).toList())
                .containsExactly(new Row(1, 10.0, null), new Row(2, 5.0, 6.0), new Row(3, 10.0 / 3, null));
    }

    @Test
    void anEventFileBeginsAsEveryEventFileOfTensorBoardDoes() throws IOException {
        Path file = MetricsFormat.TENSORBOARD.write(history("run-a"), folder.resolve("board"));

        byte[] bytes = Files.readAllBytes(file);
        // 24 bytes of record, the masked checksum of that number, the tag of the time.
        assertThat(HexFormat.of().formatHex(bytes, 0, 13)).isEqualTo("1800000000000000a37f4b2209");
        assertThat(new String(bytes, 21, 15, StandardCharsets.ISO_8859_1)).isEqualTo("\u001a\rbrain.Event:2");
        assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
    }

    @Test
    void aRunWithoutAStepHasNothingToWrite() {
        server.run("empty", 0, 0, 0.1);

        assertThatThrownBy(() -> MetricsFormat.CSV.write(history("empty"), folder.resolve("run.csv")))
                .isInstanceOf(LauncherException.class)
                .hasMessage("The run empty has no metrics yet.");
    }

    private RunHistory history(String run) {
        return RunHistory.of(server.gateway(), run);
    }
}
