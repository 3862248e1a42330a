package dev.millrace.benchmarks.train;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Limit;
import dev.millrace.benchmarks.report.Row;
import dev.millrace.model.decoder.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The most memory that a run holds above what the process had before the model was loaded, beside the estimate of the fit check. */
public final class MemoryBench implements Benchmark {
    private final String model;

    /** @param model one of {@link ReferenceModels#NAMES} */
    public MemoryBench(String model) {
        this.model = model;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of("millrace", "jdk", "libtorch");
    }

    @Override
    public List<Row> run(Session session) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (boolean adapters : new boolean[] {false, true}) {
            for (Precision precision : Precision.values()) {
                String title =
                        model + (adapters ? " lora " : " full ") + OurTraining.label(precision) + " " + Shape.NAME;
                Samples samples = new Samples();
                PeakMemory peak = new PeakMemory(ReferenceModels.shape(model), precision, adapters, session.scratch());
                session.progress().accept(title);
                peak.measure(samples);
                rows.add(new Row(
                        title,
                        "MB",
                        samples.figure(PeakMemory.MEASURED),
                        null,
                        Limit.of("estimate", samples.figure(PeakMemory.ESTIMATED)),
                        "two steps were made and a checkpoint written"));
            }
        }
        return rows;
    }
}
