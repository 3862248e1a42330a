package dev.millrace.eval.messaging;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.EvaluationCompleted;
import dev.millrace.contracts.event.ModelPromoted;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.recipe.EvaluationRecipe;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.eval.EvalStep;
import dev.millrace.eval.ScoredExample;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.Recipes;
import dev.millrace.model.scoring.DocumentScore;
import dev.millrace.storage.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** A finished run is evaluated against what it started from; a model that passes the gate is promoted. */
public final class RunHandler implements BatchHandler {
    public static final String CHANNEL = "runs";

    private static final Logger LOG = Logger.getLogger(RunHandler.class);
    private static final String LINES = "application/x-ndjson";
    private static final int ID = 16;

    private final EvalStep step;
    private final Scoring scoring;
    private final Recipes recipes;
    private final ObjectStore store;

    RunHandler(EvalStep step, Scoring scoring, Recipes recipes, ObjectStore store) {
        this.step = step;
        this.scoring = scoring;
        this.recipes = recipes;
        this.store = store;
    }

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        List<OutgoingEvent> out = new ArrayList<>();
        for (ReceivedRecord record : batch) {
            if (record.value() != null
                    && record.event().data() instanceof TrainingRunChanged run
                    && run.state() == TrainingRunChanged.State.FINISHED
                    && writes(run)) {
                out.addAll(evaluate(run));
            }
        }
        return out;
    }

    /** Perplexity is of models that write; one that reads from both sides has been measured on the validation split by its trainer. */
    private static boolean writes(TrainingRunChanged run) {
        boolean reads = ObjectiveRecipe.reads(run.recipe().objective());
        if (reads) {
            LOG.infof(
                    "runId=%s modelId=%s: its model does not write, so it has no perplexity", run.run(), run.modelId());
        }
        return !reads;
    }

    private List<OutgoingEvent> evaluate(TrainingRunChanged run) {
        LOG.infof("runId=%s modelId=%s: evaluating", run.run(), run.modelId());
        ObjectRef model = Objects.requireNonNull(run.model());
        String split = Scoring.split(run.dataset());
        List<ScoredExample> examples = score(run, model, scoring.heldOut(run.dataset(), split));
        if (examples.isEmpty()) {
            LOG.warnf("runId=%s modelId=%s: nothing is held out to score", run.run(), run.modelId());
        }
        EvaluationRecipe recipe = recipes.version(
                        run.collection(), run.dataset().recipeVersion())
                .map(Recipe::evaluation)
                .orElseGet(EvaluationRecipe::defaults);
        EvalStep.Comparison comparison = step.compare(examples, recipe);
        return events(run, model, split, examples.size(), comparison, write(run, examples), recipe);
    }

    /** Examples without a token to score, as of one token, say nothing of a model. */
    private List<ScoredExample> score(TrainingRunChanged run, ObjectRef model, Optional<HeldOut> split) {
        if (split.isEmpty()) {
            return List.of();
        }
        HeldOut heldOut = split.get();
        List<DocumentScore> base = scoring.score(Objects.requireNonNull(run.base()), heldOut.tokens());
        List<DocumentScore> tuned = scoring.score(model, heldOut.tokens());
        List<ScoredExample> examples = new ArrayList<>();
        for (int i = 0; i < base.size(); i++) {
            if (base.get(i).tokens() > 0) {
                HeldOut.Source source = heldOut.sources().get(i);
                examples.add(new ScoredExample(
                        i, source.documentId(), source.number(), source.unit(), base.get(i), tuned.get(i)));
            }
        }
        return examples;
    }

    private static List<OutgoingEvent> events(
            TrainingRunChanged run,
            ObjectRef model,
            String split,
            int examples,
            EvalStep.Comparison comparison,
            ObjectRef scored,
            EvaluationRecipe recipe) {
        String modelId = String.valueOf(run.modelId());
        String evaluation = "eval-"
                + Hashes.sha256OfParts(modelId, run.dataset().version(), split).substring(0, ID);
        List<OutgoingEvent> out = new ArrayList<>();
        out.add(OutgoingEvent.to(
                Topic.EVALUATIONS_COMPLETED,
                new EvaluationCompleted(
                        evaluation,
                        modelId,
                        run.run(),
                        run.collection(),
                        run.dataset().version(),
                        split,
                        comparison.documents(),
                        comparison.tokens(),
                        comparison.base(),
                        comparison.tuned(),
                        comparison.interval(),
                        comparison.gate(),
                        scored,
                        run.at(),
                        examples)));
        if (comparison.gate().passed() && recipe.promote()) {
            out.add(OutgoingEvent.to(
                    Topic.MODELS_PROMOTED,
                    new ModelPromoted(modelId, run.collection(), "champion", model, evaluation, run.at(), "gate")));
        }
        return out;
    }

    private ObjectRef write(TrainingRunChanged run, List<ScoredExample> examples) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (ScoredExample each : examples) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("example", each.example());
            if (each.documentId() != null) {
                line.put("documentId", each.documentId());
                line.put("number", each.number());
            }
            line.put("tokens", each.base().tokens());
            line.put("base", each.base());
            line.put("tuned", each.tuned());
            lines.writeBytes(Json.write(line));
            lines.write('\n');
        }
        byte[] bytes = lines.toByteArray();
        String sha256 = Hashes.sha256(bytes);
        String key = "evaluations/" + run.run() + "/" + sha256 + ".jsonl";
        store.putIfAbsent(key, bytes, LINES);
        return new ObjectRef(store.bucket(), key, 0, bytes.length, Encoding.IDENTITY, sha256, LINES);
    }
}
