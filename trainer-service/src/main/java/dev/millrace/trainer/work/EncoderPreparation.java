package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.model.BertConfig;
import dev.millrace.model.BertConfigJson;
import dev.millrace.model.encoder.BertHead;
import dev.millrace.model.encoder.BertModel;
import dev.millrace.model.encoder.BertObjective;
import dev.millrace.model.encoder.LabelledTexts;
import dev.millrace.model.encoder.MaskedTokens;
import dev.millrace.model.encoder.RelatedTexts;
import dev.millrace.model.encoder.TextClasses;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.trainer.files.BaseModelSource;
import dev.millrace.trainer.files.DatasetFiles;
import dev.millrace.trainer.files.EncoderTexts;
import dev.millrace.trainer.files.Folder;
import dev.millrace.trainer.plan.EncoderRules;
import dev.millrace.trainer.plan.Objectives;
import dev.millrace.trainer.run.RunState.Running;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Fetches dataset and base model of a run that trains a model which reads from both sides. */
final class EncoderPreparation {
    private static final String TRAIN = "train";
    private static final String VALIDATION = "validation";

    private final DatasetFiles datasets;
    private final BaseModelSource bases;
    private final Engine engine;

    EncoderPreparation(DatasetFiles datasets, BaseModelSource bases, Engine engine) {
        this.datasets = datasets;
        this.bases = bases;
        this.engine = engine;
    }

    /** @throws MillraceException RUN_CONFIG_INVALID, DATASET_KIND_DIFFERS, BASE_MODEL_UNAVAILABLE, and what reading models throws */
    Prepared prepare(Running run, Path folder) {
        TrainingRecipe asked = run.facts().recipe();
        DatasetReady dataset = run.facts().dataset();
        Path files = Folder.create(folder.resolve("dataset"));
        Path base = bases.directory(asked.base());
        BertConfig config = BertConfigJson.read(base);
        LabelledTexts train = texts(asked, dataset, TRAIN, files)
                .filter(texts -> texts.size() > 0)
                .orElseThrow(() -> differs(asked));
        TrainingRecipe recipe = EncoderRules.resolve(asked, train.size(), config);
        TrainingPlan plan = EncoderRules.plan(recipe);
        EncoderTexts texts = new EncoderTexts(datasets.tokenizer(dataset, files), base);
        BertModel model = BertModel.load(engine.runtime(), base, head(recipe), train.names(), plan.seed());
        boolean prepared = false;
        try {
            Optional<BertObjective> heldOut = texts(asked, dataset, VALIDATION, files)
                    .filter(held -> held.size() > 0)
                    .map(held -> objective(model, held, recipe, plan, texts));
            Prepared all = new Prepared(
                    run.planned(
                            recipe, Math.toIntExact(plan.steps()), run.facts().base()),
                    plan,
                    new BertSubject(model, texts, plan.context()),
                    objective(model, train, recipe, plan, texts),
                    new HeldOutTexts(heldOut, plan.context()));
            prepared = true;
            return all;
        } finally {
            if (!prepared) {
                model.close();
            }
        }
    }

    private static MillraceException differs(TrainingRecipe recipe) {
        return new MillraceException(
                ErrorCode.DATASET_KIND_DIFFERS,
                "objective " + Objectives.kind(recipe) + " learns from examples of the kind "
                        + Objectives.examples(recipe).getFirst().wireName() + ", and the training split has none");
    }

    /** Texts without classes are texts, too. */
    private Optional<LabelledTexts> texts(TrainingRecipe recipe, DatasetReady dataset, String split, Path folder) {
        ExampleKind kind = Objectives.examples(recipe).getFirst();
        if (kind != ExampleKind.TEXT) {
            return datasets.labelled(dataset, kind, split, folder);
        }
        return datasets.split(dataset, split, folder)
                .map(tokens -> new LabelledTexts(tokens, new byte[tokens.documents()]));
    }

    private static BertHead head(TrainingRecipe recipe) {
        return switch (Objectives.kind(recipe)) {
            case ObjectiveRecipe.MASKED -> BertHead.MASKED_TOKENS;
            case ObjectiveRecipe.CLASSES -> BertHead.CLASSES;
            default -> BertHead.NONE;
        };
    }

    private static BertObjective objective(
            BertModel model, LabelledTexts texts, TrainingRecipe recipe, TrainingPlan plan, EncoderTexts tokenizer) {
        return switch (model.head()) {
            case MASKED_TOKENS -> new MaskedTokens(model, texts.tokens(), plan, tokenizer.tokens());
            case CLASSES -> new TextClasses(model, texts, plan);
            case NONE -> new RelatedTexts(model, texts, plan, temperature(recipe));
        };
    }

    private static double temperature(TrainingRecipe recipe) {
        return Objects.requireNonNull(Objects.requireNonNull(recipe.objective()).temperature());
    }
}
