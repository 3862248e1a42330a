package dev.millrace.benchmarks.measure;

import dev.millrace.benchmarks.report.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measurements by what was measured. */
public final class Samples {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    public void add(String name, double value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Figure figure(String name) {
        List<Double> found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("nothing was measured of " + name);
        }
        return Figure.of(found);
    }
}
