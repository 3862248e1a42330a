package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.trainer.files.DatasetFiles;
import dev.millrace.trainer.files.ReferenceStore;
import dev.millrace.trainer.plan.Objectives;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Takes of a dataset what a recipe's objective learns from. */
public final class Lessons {
    private static final String TRAIN = "train";
    private static final String VALIDATION = "validation";

    private final DatasetFiles datasets;
    private final ReferenceStore references;

    public Lessons(DatasetFiles datasets, ReferenceStore references) {
        this.datasets = datasets;
        this.references = references;
    }

    /**
     * @param folder for the dataset's files
     * @throws MillraceException DATASET_KIND_DIFFERS when the dataset has other examples than the objective learns from, DATASET_EMPTY when it has
     *     none to learn from
     */
    Lesson of(TrainingRecipe recipe, DatasetReady dataset, Path folder) {
        ExampleKind kind = kind(recipe, dataset);
        return kind == ExampleKind.TEXT ? text(dataset, folder) : answers(recipe, dataset, kind, folder);
    }

    private ExampleKind kind(TrainingRecipe recipe, DatasetReady dataset) {
        return Objectives.examples(recipe).stream()
                .filter(kind -> datasets.shard(dataset, kind, TRAIN).isPresent())
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.DATASET_KIND_DIFFERS,
                        "objective " + Objectives.kind(recipe) + " learns from examples of the kind "
                                + Objectives.examples(recipe).stream()
                                        .map(ExampleKind::wireName)
                                        .collect(Collectors.joining(" or "))
                                + ", and the training split has none"));
    }

    private Lesson text(DatasetReady dataset, Path folder) {
        TokenDataset train = datasets.split(dataset, TRAIN, folder)
                .filter(tokens -> tokens.tokens().length > 0)
                .orElseThrow(Lessons::empty);
        return new TextLesson(train, datasets.split(dataset, VALIDATION, folder));
    }

    private Lesson answers(TrainingRecipe recipe, DatasetReady dataset, ExampleKind kind, Path folder) {
        return new PreferenceLesson(
                datasets.answers(dataset, kind, TRAIN, folder)
                        .filter(answers -> answers.answers() > 0)
                        .orElseThrow(Lessons::empty),
                datasets.shard(dataset, kind, TRAIN).orElseThrow().sha256(),
                datasets.answers(dataset, kind, VALIDATION, folder),
                datasets.shard(dataset, kind, VALIDATION)
                        .map(shard -> shard.sha256())
                        .orElse(""),
                Objectives.answersARow(recipe),
                references);
    }

    private static MillraceException empty() {
        return new MillraceException(ErrorCode.DATASET_EMPTY, "the dataset has no token in its training split");
    }
}
