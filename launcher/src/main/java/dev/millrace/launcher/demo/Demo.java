package dev.millrace.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contracts.text.Message;
import dev.millrace.launcher.client.ChatRequest;
import dev.millrace.launcher.client.Gateway;
import dev.millrace.launcher.client.NewDocument;
import dev.millrace.launcher.console.Console;
import dev.millrace.launcher.console.Progress;
import dev.millrace.launcher.documents.DocumentSet;
import dev.millrace.launcher.watch.Outcomes;
import dev.millrace.launcher.watch.Waiting;
import java.util.ArrayList;
import java.util.List;

/** Takes documents through the whole line, telling what happens. */
final class Demo {
    private static final int ANSWER_TOKENS = 48;
    private static final int PROMPTS = 3;

    private final Gateway gateway;
    private final Waiting waiting;
    private final Console console;
    private final Stopwatch stopwatch;

    Demo(Gateway gateway, Console console, Stopwatch stopwatch) {
        this.gateway = gateway;
        this.waiting = Waiting.on(gateway);
        this.console = console;
        this.stopwatch = stopwatch;
    }

    DemoReport run(DocumentSet set) {
        Story story = new Story(console);
        console.heading("Documents");
        stopwatch.time("submit", () -> submit(set));
        console.heading("Dataset");
        String request = gateway.requestDataset(set.collection(), true);
        JsonNode dataset = stopwatch.time("dataset", () -> dataset(set, request));
        Outcomes outcomes = waiting.outcomes(set.collection(), set.size());
        story.documents(outcomes);
        story.dataset(dataset);
        console.heading("Training");
        JsonNode run = stopwatch.time("train", () -> train(request));
        story.run(run);
        console.heading("Evaluation");
        String model = run.path("modelId").asText();
        JsonNode evaluation = stopwatch.time("evaluate", () -> waiting.evaluation(model));
        story.evaluation(evaluation);
        console.heading("Answers");
        List<DemoReport.Answer> answers = stopwatch.time("answer", () -> answers(set, base(run), model, story));
        return Reports.of(set, outcomes, dataset, run, evaluation, answers, stopwatch.seconds());
    }

    private void submit(DocumentSet set) {
        gateway.putCollection(set.collection(), set.recipe());
        try (Progress progress = new Progress(console)) {
            int done = 0;
            for (NewDocument document : set.documents()) {
                gateway.submit(document);
                progress.show("submitted", ++done, set.documents().size(), document.documentId());
            }
        }
        for (DocumentSet.Withdrawal withdrawal : set.withdrawals()) {
            gateway.withdraw(set.collection(), withdrawal.documentId(), withdrawal.time());
            console.line("  withdrawn again: " + withdrawal.documentId());
        }
    }

    private JsonNode dataset(DocumentSet set, String request) {
        try (Progress progress = new Progress(console)) {
            return waiting.dataset(set.collection(), request, progress::show);
        }
    }

    private JsonNode train(String request) {
        String run = waiting.run(request);
        try (Progress progress = new Progress(console)) {
            return waiting.finished(run, new LossLine(progress)::show);
        }
    }

    /** The model that the run started from can be asked too; one that was drawn at random says nothing sensible. */
    private String base(JsonNode run) {
        String tuned = run.path("modelId").asText();
        return gateway.models().stream()
                .filter(model -> model.path("modelId").asText().equals(tuned))
                .map(model -> model.path("baseModelId").asText(""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private List<DemoReport.Answer> answers(DocumentSet set, String base, String tuned, Story story) {
        List<DemoReport.Answer> answers = new ArrayList<>();
        for (String prompt : prompts(set)) {
            DemoReport.Answer answer =
                    new DemoReport.Answer(prompt, base.isEmpty() ? "" : ask(base, prompt), ask(tuned, prompt));
            answers.add(answer);
            story.answer(answer);
        }
        return answers;
    }

    private List<String> prompts(DocumentSet set) {
        if (!set.prompts().isEmpty()) {
            return set.prompts();
        }
        return gateway.documents(set.collection()).stream()
                .filter(document -> document.path("outcome").asText().equals("kept"))
                .map(document -> document.path("title")
                        .asText(document.path("documentId").asText()))
                .distinct()
                .limit(PROMPTS)
                .map(title -> "What does \"" + title + "\" say?")
                .toList();
    }

    private String ask(String model, String prompt) {
        return gateway.complete(new ChatRequest(model, List.of(new Message("user", prompt)), ANSWER_TOKENS, 0, 1L))
                .strip();
    }

    /** The recipe with the base model that was chosen. */
    static DocumentSet startingFrom(DocumentSet set, String base) {
        ObjectNode recipe = set.recipe().deepCopy();
        ObjectNode training = recipe.withObject("/training").put("base", base);
        if (base.equals(BaseChoice.SCRATCH) && !set.prompts().isEmpty()) {
            learnByHeart(training);
        }
        return set.withRecipe(recipe);
    }

    /**
     * Documents that questions are asked about. A model from scratch answers only what it has learned by heart, some forty passes;
     * the strong decay keeps it better than its base on what it never saw.
     */
    private static void learnByHeart(ObjectNode training) {
        training.put("steps", 550).put("weightDecay", 1.5);
        training.withObject("/watch").put("keep", "last").put("patience", 0);
    }
}
