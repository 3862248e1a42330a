package dev.millrace.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.console.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A run with every step it has taken; a step that was done again after a crash counts once. */
public final class RunHistory {
    static final String LOSS = "loss";
    static final String VALIDATION = "validation_loss";
    static final String RATE = "tokens_per_second";

    private final String run;
    private final TreeMap<Integer, StepMetrics> steps = new TreeMap<>();
    private JsonNode state;

    private RunHistory(String run, JsonNode state) {
        this.run = run;
        this.state = state;
    }

    public static RunHistory of(Gateway gateway, String run) {
        RunHistory history = new RunHistory(run, gateway.run(run));
        history.read(gateway, 0);
        return history;
    }

    /** Asks for what has happened since. A trainer that goes on from a checkpoint repeats steps, so all are asked for again. */
    void update(Gateway gateway) {
        JsonNode before = state;
        state = gateway.run(run);
        boolean sameHolder =
                before.path("generation").asInt() == state.path("generation").asInt();
        if (!sameHolder) {
            steps.clear();
        }
        read(gateway, steps.isEmpty() || !sameHolder ? 0 : steps.lastKey() + 1);
    }

    private void read(Gateway gateway, int from) {
        gateway.metrics(run, from).stream().map(StepMetrics::of).forEach(step -> steps.put(step.step(), step));
    }

    public String run() {
        return run;
    }

    /** As {@code training.runs} has it. */
    JsonNode state() {
        return state;
    }

    String stateName() {
        return state.path("state").asText();
    }

    boolean ended() {
        return ended(state);
    }

    static boolean ended(JsonNode state) {
        return List.of("finished", "failed", "cancelled")
                .contains(state.path("state").asText());
    }

    static boolean finished(JsonNode state) {
        return state.path("state").asText().equals("finished");
    }

    List<StepMetrics> steps() {
        return List.copyOf(steps.values());
    }

    int step() {
        return steps.isEmpty() ? 0 : steps.lastKey();
    }

    int totalSteps() {
        return state.path("totalSteps").asInt();
    }

    /** A measure over the steps that have it. */
    List<Chart.Point> curve(String name) {
        List<Chart.Point> points = new ArrayList<>();
        for (StepMetrics step : steps.values()) {
            Double value = step.values().get(name);
            if (value != null) {
                points.add(new Chart.Point(step.step(), value));
            }
        }
        return points;
    }

    OptionalDouble last(String name) {
        List<Chart.Point> curve = curve(name);
        return curve.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(curve.getLast().y());
    }

    OptionalDouble least(String name) {
        return curve(name).stream().mapToDouble(Chart.Point::y).min();
    }

    OptionalDouble median(String name) {
        double[] sorted =
                curve(name).stream().mapToDouble(Chart.Point::y).sorted().toArray();
        return sorted.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sorted[sorted.length / 2]);
    }
}
