package dev.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.launcher.documents.DocumentSet;
import dev.millrace.launcher.watch.Outcomes;
import java.util.List;
import java.util.Map;

/** Puts the report together from what the gateway says. */
final class Reports {
    private Reports() {}

    static DemoReport of(
            DocumentSet set,
            Outcomes outcomes,
            JsonNode dataset,
            JsonNode run,
            JsonNode evaluation,
            List<DemoReport.Answer> answers,
            Map<String, Double> seconds) {
        return new DemoReport(
                documents(set, outcomes),
                new DemoReport.Dataset(
                        dataset.path("version").asText(),
                        dataset.path("digest").asText(),
                        dataset.path("documents").asLong(),
                        dataset.path("examples").asLong(),
                        tokens(dataset)),
                run(run),
                evaluation(evaluation),
                run.path("modelId").asText(),
                answers,
                seconds);
    }

    private static DemoReport.Documents documents(DocumentSet set, Outcomes outcomes) {
        return new DemoReport.Documents(
                set.size(),
                outcomes.decided() - Outcomes.sum(outcomes.rejected()) - outcomes.deadLettered(),
                outcomes.kept(),
                outcomes.withdrawn(),
                outcomes.dropped(),
                outcomes.rejected(),
                outcomes.deadLettered());
    }

    private static DemoReport.Run run(JsonNode run) {
        return new DemoReport.Run(
                run.path("run").asText(),
                run.at("/recipe/base").asText(),
                run.path("totalSteps").asInt(),
                run.path("firstLoss").asDouble(),
                run.path("lastLoss").asDouble(),
                run.path("tokensPerSecond").asDouble());
    }

    private static DemoReport.Evaluation evaluation(JsonNode evaluation) {
        return new DemoReport.Evaluation(
                evaluation.at("/base/perplexity").asDouble(),
                evaluation.at("/tuned/perplexity").asDouble(),
                List.of(
                        evaluation.at("/interval/0").asDouble(),
                        evaluation.at("/interval/1").asDouble()),
                evaluation.at("/gate/passed").asBoolean());
    }

    static long tokens(JsonNode dataset) {
        long tokens = 0;
        for (JsonNode split : dataset.at("/tokens/tokens")) {
            tokens += split.asLong();
        }
        return tokens;
    }
}
