package dev.millrace.benchmarks.start;

import dev.millrace.benchmarks.Benchmark;
import dev.millrace.benchmarks.measure.Samples;
import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.measure.Versions;
import dev.millrace.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Everything started on this machine, from an empty folder and from one that was used before. */
public final class StartBench implements Benchmark {
    private static final String VERIFIED = "every part says it is ready, /v1/models answers 200, nothing was restarted";

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Map<String, String> versions() {
        return Versions.of("millrace", "jdk", "kafka", "s3");
    }

    @Override
    public List<Row> run(Session session) throws Exception {
        List<Up> ups = List.of(
                new Up("up, empty folder,", session.scratch(), true),
                new Up("up, used folder,", session.scratch(), false));
        Samples samples = session.alternation().run(ups);
        List<Row> rows = new ArrayList<>();
        for (Up up : ups) {
            rows.add(row(samples, up.name() + Up.READY, "s"));
            rows.add(row(samples, up.name() + Up.ANSWERED, "s"));
            Up.PARTS.forEach(part -> rows.add(row(samples, up.name() + " " + part, "s")));
        }
        Up.PARTS.forEach(part -> rows.add(row(samples, "memory " + part, "MiB")));
        return rows;
    }

    private static Row row(Samples samples, String title, String unit) {
        return Row.alone(title, unit, samples.figure(title), VERIFIED);
    }
}
