package dev.millrace.launcher.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.console.Chart;
import dev.millrace.launcher.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two runs side by side: what was set differently, and what came out. */
public final class RunComparison {
    private static final int COLUMNS = 64;
    private static final int ROWS = 8;
    private static final String NONE = "-";

    private final RunHistory a;
    private final RunHistory b;
    private final List<JsonNode> evaluations;

    /** @param evaluations of any runs, the newest first */
    public RunComparison(RunHistory a, RunHistory b, List<JsonNode> evaluations) {
        this.a = a;
        this.b = b;
        this.evaluations = List.copyOf(evaluations);
    }

    /**
     * One line of the comparison.
     *
     * @param a the first run's value, or a dash
     */
    public record Row(String name, String a, String b) {}

    /** Settings that differ, then results. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Map<String, String> left = settings(a);
        Map<String, String> right = settings(b);
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        names.stream()
                .map(name -> new Row(name, left.getOrDefault(name, NONE), right.getOrDefault(name, NONE)))
                .filter(row -> !row.a().equals(row.b()))
                .forEach(rows::add);
        rows.add(new Row("state", a.stateName(), b.stateName()));
        rows.add(new Row("step", a.step() + "/" + a.totalSteps(), b.step() + "/" + b.totalSteps()));
        rows.add(row("last loss", a.last(RunHistory.LOSS), b.last(RunHistory.LOSS)));
        rows.add(row("best validation loss", a.least(RunHistory.VALIDATION), b.least(RunHistory.VALIDATION)));
        rows.add(row("median tokens/s", a.median(RunHistory.RATE), b.median(RunHistory.RATE)));
        for (String score : List.of("perplexity", "tokenAccuracy")) {
            rows.add(row("held-out " + score, score(a, score), score(b, score)));
        }
        return rows;
    }

    public Table table() {
        Table table = new Table("", a.run(), b.run());
        rows().forEach(row -> table.row(row.name(), row.a(), row.b()));
        return table;
    }

    private static Row row(String name, OptionalDouble a, OptionalDouble b) {
        return new Row(name, text(a), text(b));
    }

    private static String text(OptionalDouble value) {
        return value.isPresent()
                ? String.format(Locale.ROOT, value.getAsDouble() < 100 ? "%.4f" : "%,.0f", value.getAsDouble())
                : NONE;
    }

    private OptionalDouble score(RunHistory history, String name) {
        @Nullable
        JsonNode found = evaluations.stream()
                .filter(each -> each.path("run").asText().equals(history.run()))
                .findFirst()
                .orElse(null);
        return found == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(found.path("tuned").path(name).asDouble());
    }

    /** Every value of the recipe, by its path, and the data. */
    private static Map<String, String> settings(RunHistory history) {
        Map<String, String> settings = new TreeMap<>();
        flatten("recipe", history.state().path("recipe"), settings);
        settings.put("dataset", history.state().at("/dataset/version").asText());
        return settings;
    }

    private static void flatten(String path, JsonNode value, Map<String, String> into) {
        if (value.isObject()) {
            value.properties().forEach(field -> flatten(path + "." + field.getKey(), field.getValue(), into));
        } else {
            into.put(path, value.isNull() ? NONE : value.isValueNode() ? value.asText() : value.toString());
        }
    }

    /** Both curves of the loss on the same axes. */
    public List<String> curves(boolean unicode) {
        List<Chart.Point> left = a.curve(RunHistory.LOSS);
        List<Chart.Point> right = b.curve(RunHistory.LOSS);
        Chart.Range range =
                Chart.Range.of(Stream.concat(left.stream(), right.stream()).toList());
        Chart chart = new Chart(COLUMNS, ROWS, unicode);
        return Stream.of(
                        Stream.of("", "loss of " + a.run()),
                        chart.draw(left, range).stream(),
                        Stream.of("loss of " + b.run()),
                        chart.draw(right, range).stream())
                .flatMap(lines -> lines)
                .toList();
    }
}
