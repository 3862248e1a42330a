package dev.millrace.benchmarks.train;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.limits.LimitsBench;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Limit;
import dev.millrace.benchmarks.report.Row;
import dev.millrace.model.engine.ModelRuntime;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long a save stops training, beside the copy of as many bytes into memory that is there; writing and restoring, beside the disk. */
public final class CheckpointBench implements Benchmark {
    private final String model;

    /** @param model one of {@link ReferenceModels#NAMES} */
    public CheckpointBench(String model) {
        this.model = model;
    }

    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of("millrace", "jdk", "libtorch");
    }

    @Override
    public List<Row> run(Session session) throws Exception {
        try (ModelRuntime runtime = ModelRuntime.start();
                Saving saving = new Saving(runtime, ReferenceModels.shape(model), session.scratch())) {
            Samples samples = session.alternation().run(List.of(saving, LimitsBench.disk(session.scratch())));
            String title = String.format(Locale.ROOT, "%s full, %.0f MB", model, saving.megabytes());
            String verified = "the restored run's next loss has the same bits";
            Limit disk = Limit.of("disk", samples.figure(LimitsBench.DISK_WRITE));
            return List.of(
                    new Row(
                            title + ": stall of a save",
                            "ms",
                            samples.figure(Saving.STALL),
                            null,
                            Limit.of("memory copy", samples.figure(Saving.COPY)),
                            verified),
                    new Row(title + ": write", "MB/s", samples.figure(Saving.WRITE), null, disk, verified),
                    new Row(title + ": restore", "MB/s", samples.figure(Saving.RESTORE), null, disk, verified));
        }
    }
}
