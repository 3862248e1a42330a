package dev.millrace.benchmarks;

import dev.millrace.benchmarks.measure.Session;
import dev.millrace.benchmarks.report.Row;
import java.util.List;
import java.util.Map;

/** One bench: what it is called, what takes part, what it finds. */
public interface Benchmark {
    String name();

    /** What took part, by name. */
    Map<String, String> versions();

    List<Row> run(Session session) throws Exception;
}
