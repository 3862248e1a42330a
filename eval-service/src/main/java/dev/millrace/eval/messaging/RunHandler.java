package dev.millrace.eval.messaging;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.EvaluationCompleted;
import dev.millrace.contracts.event.ModelPromoted;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.recipe.EvaluationRecipe;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.eval.EvalStep;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.messaging.Recipes;
import dev.millrace.model.scoring.DocumentScore;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.storage.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                    && run.state() == TrainingRunChanged.State.FINISHED) {
                out.addAll(evaluate(run));
            }
        }
        return out;
    }

    private List<OutgoingEvent> evaluate(TrainingRunChanged run) {
        LOG.infof("runId=%s modelId=%s: evaluating", run.run(), run.modelId());
        ObjectRef model = Objects.requireNonNull(run.model());
        String split = Scoring.split(run.dataset());
        TokenDataset tokens = scoring.tokens(run.dataset(), split);
        List<Integer> examples = new ArrayList<>();
        List<DocumentScore> base = new ArrayList<>();
        List<DocumentScore> tuned = new ArrayList<>();
        List<DocumentScore> allBase = scoring.score(Objects.requireNonNull(run.base()), tokens);
        List<DocumentScore> allTuned = scoring.score(model, tokens);
        for (int i = 0; i < allBase.size(); i++) {
            if (allBase.get(i).tokens() > 0) {
                examples.add(i);
                base.add(allBase.get(i));
                tuned.add(allTuned.get(i));
            }
        }
        if (base.isEmpty()) {
            throw new MillraceException(ErrorCode.DATASET_EMPTY, "no held-out document has a token to score");
        }
        EvaluationRecipe recipe = recipes.version(
                        run.collection(), run.dataset().recipeVersion())
                .map(Recipe::evaluation)
                .orElseGet(EvaluationRecipe::defaults);
        EvalStep.Comparison comparison = step.compare(base, tuned, recipe);
        return events(run, model, split, base.size(), comparison, write(run, examples, base, tuned), recipe);
    }

    private static List<OutgoingEvent> events(
            TrainingRunChanged run,
            ObjectRef model,
            String split,
            int documents,
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
                        documents,
                        comparison.tokens(),
                        comparison.base(),
                        comparison.tuned(),
                        comparison.interval(),
                        comparison.gate(),
                        scored,
                        run.at())));
        if (comparison.gate().passed() && recipe.promote()) {
            out.add(OutgoingEvent.to(
                    Topic.MODELS_PROMOTED,
                    new ModelPromoted(modelId, run.collection(), "champion", model, evaluation, run.at(), "gate")));
        }
        return out;
    }

    /** @param examples where each document lies in the split's shard */
    private ObjectRef write(
            TrainingRunChanged run, List<Integer> examples, List<DocumentScore> base, List<DocumentScore> tuned) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < base.size(); i++) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("example", examples.get(i));
            line.put("tokens", base.get(i).tokens());
            line.put("base", base.get(i));
            line.put("tuned", tuned.get(i));
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
