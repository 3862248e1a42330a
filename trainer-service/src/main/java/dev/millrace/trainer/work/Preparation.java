package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.DecoderConfigJson;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.trainer.files.BaseModelSource;
import dev.millrace.trainer.files.DatasetFiles;
import dev.millrace.trainer.files.Folder;
import dev.millrace.trainer.files.ModelStore;
import dev.millrace.trainer.files.ModelTexts;
import dev.millrace.trainer.plan.AutoRules;
import dev.millrace.trainer.plan.Fit;
import dev.millrace.trainer.plan.Objectives;
import dev.millrace.trainer.run.RunFacts;
import dev.millrace.trainer.run.RunState.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Fetches dataset and base model, decides what the recipe leaves open, and keeps the base as a model of its own. */
public final class Preparation {
    private static final Logger LOG = Logger.getLogger(Preparation.class);

    private final DatasetFiles datasets;
    private final BaseModelSource bases;
    private final ModelStore models;
    private final Engine engine;
    private final Lessons lessons;
    private final EarlierRuns earlierRuns;
    private final MachineMemory memory;
    private final BiFunction<String, String, @Nullable String> templates;

    /** @param templates a collection's own chat template by collection and recipe version; null without one */
    public Preparation(
            DatasetFiles datasets,
            BaseModelSource bases,
            ModelStore models,
            Engine engine,
            Lessons lessons,
            EarlierRuns earlierRuns,
            MachineMemory memory,
            BiFunction<String, String, @Nullable String> templates) {
        this.datasets = datasets;
        this.bases = bases;
        this.models = models;
        this.engine = engine;
        this.lessons = lessons;
        this.earlierRuns = earlierRuns;
        this.memory = memory;
        this.templates = templates;
    }

    /**
     * @throws MillraceException RUN_CONFIG_INVALID, RUN_DOES_NOT_FIT, DATASET_EMPTY, DATASET_KIND_DIFFERS, BASE_MODEL_UNAVAILABLE, and what
     *     reading models throws
     */
    Prepared prepare(Running run, Path folder) {
        RunFacts facts = run.facts();
        if (Objectives.reads(facts.recipe())) {
            return new EncoderPreparation(datasets, bases, engine).prepare(run, folder);
        }
        DatasetReady dataset = facts.dataset();
        Path files = Folder.create(folder.resolve("dataset"));
        Lesson lesson = lessons.of(facts.recipe(), dataset, files);
        Path base = isFromScratch(facts.recipe()) ? null : base(facts, folder);
        ModelTexts texts = ModelTexts.of(
                datasets.tokenizer(dataset, files),
                templates.apply(dataset.collection(), dataset.recipeVersion()),
                base);
        Optional<Path> adapter = Starts.adapter(facts.recipe());
        AutoRules.Resolved resolved = AutoRules.resolve(
                Starts.withAdapter(facts.recipe(), adapter),
                lesson.corpus(texts.vocabulary()),
                base == null ? null : DecoderConfigJson.read(base));
        long needed = Fit.require(resolved, memory.available()).total();
        LOG.infof("runId=%s needs about %d MiB", facts.run(), needed >> 20);
        DecoderModel model = model(resolved, texts, base);
        boolean prepared = false;
        try {
            Starts.choose(model, resolved, adapter);
            Lesson.Taught taught = lesson.teach(model, resolved.plan());
            int steps = Math.toIntExact(resolved.plan().steps());
            ObjectRef from = facts.base() != null ? facts.base() : keepBase(facts, model, texts, folder, base);
            Prepared all = new Prepared(
                    run.planned(resolved.recipe(), steps, from),
                    resolved.plan(),
                    new DecoderSubject(model, texts),
                    taught.objective(),
                    taught.heldOut());
            prepared = true;
            return all;
        } finally {
            if (!prepared) {
                model.close();
            }
        }
    }

    private Path base(RunFacts facts, Path folder) {
        Optional<Path> earlier = earlierRuns.directory(facts, folder);
        earlier.ifPresent(directory -> requireSameTokenizer(facts.dataset(), directory));
        return earlier.orElseGet(() -> bases.directory(facts.recipe().base()));
    }

    /** A model knows the tokens it was trained on; the same ids of another tokeniser are other words. */
    private static void requireSameTokenizer(DatasetReady dataset, Path directory) {
        byte[] own = Folder.read(directory.resolve(ModelTexts.TOKENIZER));
        if (!Hashes.sha256(own).equals(dataset.tokens().tokenizerSha256())) {
            throw new MillraceException(
                    ErrorCode.RUN_CONFIG_INVALID, "base names a run whose tokeniser is another than the dataset's");
        }
    }

    private static boolean isFromScratch(TrainingRecipe recipe) {
        return recipe.base().equals(TrainingRecipe.FROM_SCRATCH);
    }

    private DecoderModel model(AutoRules.Resolved resolved, ModelTexts texts, @Nullable Path base) {
        if (base != null) {
            return DecoderModel.load(engine.runtime(), base);
        }
        DecoderConfig config = texts.withTokens(resolved.config());
        return DecoderModel.initialise(engine.runtime(), config, resolved.plan().seed());
    }

    /** What the run starts from, as a model that can be compared with and asked: untrained, when there is no base. */
    private ObjectRef keepBase(RunFacts facts, DecoderModel model, ModelTexts texts, Path folder, @Nullable Path base) {
        Path directory = Folder.fresh(folder.resolve("base"));
        if (base == null) {
            save(model, directory, TensorType.F32);
        } else {
            Folder.files(base).stream()
                    .filter(file -> isOfModel(file.getFileName().toString()))
                    .forEach(file -> Folder.copy(file, directory.resolve(file.getFileName())));
        }
        texts.write(directory, model.config());
        String name = base == null
                ? facts.collection() + "-base"
                : baseName(facts.recipe().base());
        ModelManifest about = new ModelManifest(
                "",
                null,
                base == null ? facts.collection() : null,
                null,
                base == null
                        ? TrainingRecipe.FROM_SCRATCH
                        : baseName(facts.recipe().base()),
                texts.templateSha256(),
                model.config().maxPositions(),
                List.of());
        return models.publish(directory, name, about).manifest();
    }

    /** The adapters that lie beside a finished model are part of its weights already. */
    static boolean isOfModel(String name) {
        return !name.equals(ModelManifest.ADAPTER_WEIGHTS) && isWeights(name);
    }

    private static boolean isWeights(String name) {
        return name.equals("config.json") || name.endsWith(".safetensors") || name.endsWith(".safetensors.index.json");
    }

    /** The last part of a hub id or a path: a path on this machine is nobody's business. */
    static String baseName(String base) {
        Path last = Path.of(base).getFileName();
        return last == null ? base : last.toString();
    }

    /** Writes what is trained of a model, every bit of it. */
    static void keep(Trainable model, Path directory) {
        try {
            model.write(directory, TensorType.F32);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the work directory cannot be used", e);
        }
    }

    static void save(DecoderModel model, Path directory, TensorType type) {
        try {
            model.save(directory, type);
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "the work directory cannot be used", e);
        }
    }
}
