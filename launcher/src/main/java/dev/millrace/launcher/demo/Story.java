package dev.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.watch.Outcomes;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells a person what came out. */
final class Story {
    private static final int HEX = 12;

    private final Console console;

    Story(Console console) {
        this.console = console;
    }

    void documents(Outcomes outcomes) {
        count("kept", outcomes.kept(), "");
        new TreeMap<>(outcomes.dropped())
                .forEach((code, number) -> count("dropped", number, code + "  " + meaning(code)));
        new TreeMap<>(outcomes.rejected())
                .forEach((code, number) -> count("rejected", number, code + "  " + meaning(code)));
        if (outcomes.withdrawn() > 0) {
            count("withdrawn", outcomes.withdrawn(), "");
        }
        if (outcomes.deadLettered() > 0) {
            count("dead-lettered", outcomes.deadLettered(), "");
        }
    }

    private void count(String outcome, long number, String reason) {
        console.line(String.format(Locale.ROOT, "  %-13s %4d  %s", outcome, number, reason)
                .stripTrailing());
    }

    private static String meaning(String code) {
        try {
            return ErrorCode.valueOf(code).meaning();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    void dataset(JsonNode dataset) {
        console.line(String.format(
                Locale.ROOT,
                "  version %s: %,d documents, %,d examples, %,d tokens, digest %s",
                console.bold(dataset.path("version").asText()),
                dataset.path("documents").asLong(),
                dataset.path("examples").asLong(),
                Reports.tokens(dataset),
                shortened(dataset.path("digest").asText())));
    }

    void run(JsonNode run) {
        console.line(String.format(
                Locale.ROOT,
                "  %,d steps: loss %.3f at first, %.3f at last, %,.0f tokens/s",
                run.path("totalSteps").asLong(),
                run.path("firstLoss").asDouble(),
                run.path("lastLoss").asDouble(),
                run.path("tokensPerSecond").asDouble()));
        console.line("  model " + console.bold(run.path("modelId").asText()));
    }

    void evaluation(JsonNode evaluation) {
        if (evaluation.path("documents").asLong() == 0) {
            console.line("  nothing is held out to judge the model by: that takes documents of two families at least");
        } else {
            scores(evaluation);
        }
        boolean passed = evaluation.at("/gate/passed").asBoolean();
        console.line("  gate: "
                + (passed
                        ? console.good("passed, the model is promoted")
                        : console.bad("not passed: "
                                + evaluation.at("/gate/failedRule").asText())));
    }

    private void scores(JsonNode evaluation) {
        console.line(String.format(
                Locale.ROOT,
                "  perplexity on %,d held-out documents: %.2f before, %.2f after",
                evaluation.path("documents").asLong(),
                evaluation.at("/base/perplexity").asDouble(),
                evaluation.at("/tuned/perplexity").asDouble()));
        console.line(String.format(
                Locale.ROOT,
                "  gain in nats per token, 95 %% interval over documents: %.3f to %.3f",
                evaluation.at("/interval/0").asDouble(),
                evaluation.at("/interval/1").asDouble()));
    }

    void answer(DemoReport.Answer answer) {
        console.line("  " + console.bold(answer.prompt()));
        console.line("    base   " + oneLine(answer.base()));
        console.line("    tuned  " + oneLine(answer.tuned()));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").replaceAll("\\s+", " ");
    }

    private static String shortened(String digest) {
        return digest.substring(0, Math.min(HEX, digest.length()));
    }

    void seconds(Map<String, Double> seconds) {
        StringBuilder line = new StringBuilder("  seconds:");
        new TreeMap<>(seconds)
                .forEach((stage, time) ->
                        line.append(' ').append(stage).append(' ').append(time));
        console.line(line.toString());
    }
}
