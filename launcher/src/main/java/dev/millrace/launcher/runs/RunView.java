package dev.millrace.launcher.runs;

import dev.millrace.launcher.console.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A run as a person looks at it: the curve of its loss, its speed, its numbers. */
public final class RunView {
    private static final int COLUMNS = 64;
    private static final int ROWS = 12;

    private final Chart chart;

    public RunView(boolean unicode) {
        this.chart = new Chart(COLUMNS, ROWS, unicode);
    }

    /** The numbers, then pictures as far as there is something to draw. */
    public List<String> lines(RunHistory history) {
        List<String> lines = new ArrayList<>(List.of(title(history), numbers(history)));
        if (history.curve(RunHistory.LOSS).size() > 1) {
            lines.add("");
            lines.add("loss by step");
            lines.addAll(chart.draw(history.curve(RunHistory.LOSS)));
        }
        if (history.curve(RunHistory.VALIDATION).size() > 1) {
            lines.add("validation loss by step");
            lines.addAll(chart.draw(history.curve(RunHistory.VALIDATION)));
        }
        if (history.curve(RunHistory.RATE).size() > 1) {
            lines.add("tokens/s   " + chart.bars(history.curve(RunHistory.RATE)));
        }
        return lines;
    }

    private static String title(RunHistory history) {
        String message = history.state().path("message").asText("");
        String code = history.state().path("code").asText("");
        return history.run() + "  " + history.stateName() + (code.isEmpty() || code.equals("null") ? "" : "  " + code)
                + (message.isEmpty() || message.equals("null") ? "" : ": " + message);
    }

    /** One line for where nothing can be written over. */
    static String numbers(RunHistory history) {
        List<String> parts = new ArrayList<>();
        parts.add("step " + history.step() + "/" + history.totalSteps());
        add(parts, "loss %.4f", history.last(RunHistory.LOSS));
        add(parts, "validation %.4f", history.last(RunHistory.VALIDATION));
        add(parts, "best %.4f", history.least(RunHistory.VALIDATION));
        add(parts, "rate %.2e", history.last("learning_rate"));
        add(parts, "gradient %.3f", history.last("gradient_norm"));
        add(parts, "%,.0f tokens/s", history.last(RunHistory.RATE));
        if (!history.ended()) {
            history.last("seconds_left").ifPresent(seconds -> parts.add(time((long) seconds) + " left"));
        }
        return String.join("  ", parts);
    }

    private static void add(List<String> parts, String pattern, OptionalDouble value) {
        value.ifPresent(number -> parts.add(String.format(Locale.ROOT, pattern, number)));
    }

    /** A time span as people say it. */
    public static String time(long seconds) {
        return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }
}
