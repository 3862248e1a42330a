package dev.millrace.model.training;

import dev.millrace.model.DecoderConfig;
import dev.millrace.model.Fixture;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.adapter.AdapterSettings;
import dev.millrace.model.decoder.BaseForm;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.decoder.WeightForm;
import dev.millrace.model.engine.ModelRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** I17: what a process holds does not grow with the steps it has done. */
class NativeMemoryTest {
    private static final int WARM = 500;
    private static final int STEPS = 2_000;

    /** In a process of its own, whose heap is all there from the beginning, so that only native memory can grow. */
    @Test
    void memoryIsFlatOverTwoThousandSteps() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> printed = process.inputReader().lines().toList();
        assertThat(process.waitFor()).isZero();
        long before = Long.parseLong(printed.get(printed.size() - 2));
        long after = Long.parseLong(printed.getLast());
        assertThat(before).isGreaterThan(100_000);
        assertThat((double) after / before).as(printed.toString()).isLessThan(1.05);
    }

    /** Prints the resident memory, KiB, after {@value #WARM} steps and after {@value #STEPS} more. */
    public static void main(String[] arguments) throws IOException {
        TrainingPlan plan = TrainingPlan.usual(WARM + STEPS, 1, 32, 1e-3, 1)
                .with()
                .precision(Precision.BF16)
                .regime(Regime.USUAL.with().checkpointing(true).noise(5).build())
                .build();
        try (ModelRuntime runtime = ModelRuntime.start(1);
                DecoderModel model = DecoderModel.initialise(runtime, config(), 1)) {
            model.adapt(
                    new AdapterSettings(8, 16, 0.1, false, false, List.of(), List.of()),
                    1,
                    BaseForm.of(Precision.BF16).withLinear(WeightForm.NF4));
            try (TrainingLoop loop = TrainingLoop.begin(model, Fixture.documents(20, 32), plan, List.of())) {
                steps(loop, WARM);
                System.out.println(resident());
                steps(loop, STEPS);
                System.out.println(resident());
            }
        }
    }

    private static void steps(TrainingLoop loop, int count) {
        for (int i = 0; i < count; i++) {
            loop.step();
        }
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static DecoderConfig config() {
        RopeSettings rope = new RopeSettings(1e4, null);
        return new DecoderConfig(Fixture.VOCABULARY, 64, 128, 1, 2, 1, 32, 32, 1e-5, rope, true, 0.02, 0, List.of(0));
    }
}
