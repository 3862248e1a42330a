package dev.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.console.Progress;
import dev.millrace.launcher.runs.RunView;
import java.util.Locale;

/** The live line of a training: step, loss, speed, time left. */
final class LossLine {
    private final Progress progress;

    LossLine(Progress progress) {
        this.progress = progress;
    }

    void show(JsonNode run) {
        JsonNode metrics = run.path("metrics");
        JsonNode latest = metrics.isArray() && !metrics.isEmpty() ? metrics.get(metrics.size() - 1) : metrics;
        long step = latest.path("step").asLong(run.path("step").asLong());
        long total = run.path("totalSteps").asLong(latest.path("totalSteps").asLong());
        if (total <= 0) {
            progress.show("the training is " + run.path("state").asText());
            return;
        }
        progress.show("step", step, total, values(latest.path("values")));
    }

    private static String values(JsonNode values) {
        if (!values.has("loss")) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "loss %.3f  %,.0f tokens/s  %s left",
                values.path("loss").asDouble(),
                values.path("tokens_per_second").asDouble(),
                RunView.time(values.path("seconds_left").asLong()));
    }
}
