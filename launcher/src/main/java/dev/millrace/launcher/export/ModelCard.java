package dev.millrace.launcher.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The README of an exported model: a head that hubs read, then what it was made of and what it scored. */
final class ModelCard {
    private final StringBuilder text = new StringBuilder();
    private final ModelFacts facts;

    private ModelCard(ModelFacts facts) {
        this.facts = facts;
    }

    /** @param licence the one that came with the base */
    static String of(ModelFacts facts, ExportFormat format, Licence licence) {
        ModelCard card = new ModelCard(facts);
        card.head(format, licence);
        card.origin();
        card.training();
        card.results();
        card.licence(licence);
        return card.text.toString();
    }

    private void head(ExportFormat format, Licence licence) {
        line("---");
        line("library_name: " + (format == ExportFormat.ADAPTER ? "peft" : "transformers"));
        line("pipeline_tag: text-generation");
        if (facts.hasBase()) {
            line("base_model: " + quoted(facts.base()));
            line("base_model_relation: " + (format == ExportFormat.ADAPTER ? "adapter" : "finetune"));
        }
        if (licence.came()) {
            line("license: " + licence.id());
        }
        if (licence.isOther()) {
            line("license_name: of-the-base");
            line("license_link: " + licence.file());
        }
        line("tags:");
        line("- millrace");
        line("---");
        line("");
        line("# " + facts.manifest().modelId());
        line("");
    }

    private void origin() {
        line("## Made of");
        line("");
        line("| | |");
        line("|---|---|");
        row("base", facts.hasBase() ? facts.base() : "none, trained from scratch");
        row("collection", facts.manifest().collection());
        row("dataset version", facts.manifest().datasetVersion());
        row("dataset digest", facts.run().path("dataset").path("digest").asText(""));
        row("documents", facts.run().path("dataset").path("documents").asText(""));
        row("run", facts.manifest().run());
        row("chat template, sha-256", facts.manifest().templateSha256());
        row("context", facts.manifest().contextLength() + " tokens");
        line("");
    }

    private void training() {
        if (facts.run().path("recipe").deepCopy() instanceof ObjectNode recipe) {
            // Where files lay on the machine that trained is nobody's business.
            recipe.put("base", facts.base());
            if (recipe.path("method") instanceof ObjectNode method) {
                method.remove("adapter");
            }
            line("## Trained with");
            line("");
            line("```json");
            line(recipe.toPrettyString());
            line("```");
            line("");
        }
    }

    private void results() {
        JsonNode scores = facts.evaluation();
        line("## Results");
        line("");
        if (facts.run().hasNonNull("lastLoss")) {
            line("Loss of the first steps " + number(facts.run().path("firstLoss")) + ", of the last "
                    + number(facts.run().path("lastLoss")) + " nats per token.");
        }
        if (scores.isObject()) {
            line("Perplexity on held-out documents (" + scores.path("documents").asText() + "): base "
                    + number(scores.at("/base/perplexity")) + ", this model "
                    + number(scores.at("/tuned/perplexity")) + ".");
        } else {
            line("Not evaluated.");
        }
        line("");
    }

    private void licence(Licence licence) {
        line("## Licences");
        line("");
        line(
                licence.came()
                        ? "The base's licence is in the file `" + licence.file()
                                + "` and holds for what was made of it. The licences of the documents it was trained on are"
                                + " those of their owners."
                        : "The base came without a licence file: see where it was published. The licences of the documents it was"
                                + " trained on are those of their owners.");
    }

    private void row(String name, @org.jspecify.annotations.Nullable String value) {
        if (value != null && !value.isEmpty()) {
            line("| " + name + " | " + value + " |");
        }
    }

    private static String number(JsonNode number) {
        return String.format(Locale.ROOT, "%.4g", number.asDouble());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
