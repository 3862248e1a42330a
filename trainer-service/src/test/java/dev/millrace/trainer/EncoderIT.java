package dev.millrace.trainer;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.contracts.recipe.ObjectiveRecipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.model.encoder.BertHead;
import dev.millrace.model.encoder.BertModel;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.storage.ObjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** TR-2: models that read from both sides are trained and published through the topics, on a real broker and a real store. */
@SuppressWarnings("try") // a trainer works until it is closed
class EncoderIT {
    private static final int STEPS = 40;

    @TempDir
    private Path folder;

    @AutoClose
    private Line line;

    private Path base;

    @BeforeEach
    void start() throws IOException {
        line = new Line(folder);
        base = ReadTexts.base(folder);
        ReadTexts.dataset(line, "sentences", base);
    }

    private TrainingRecipe recipe(String objective) {
        return TrainingRecipe.defaults()
                .with()
                .base(base.toString())
                .objective(ObjectiveRecipe.of(objective))
                .steps(STEPS)
                .batch(8)
                .contextLength(16)
                .learningRate(0.01)
                .checkpointEvery(10)
                .build();
    }

    private void run(String objective) {
        line.command(objective, Action.START, "sentences", recipe(objective));
    }

    @Test
    void hiddenWordsClassesAndTextsThatBelongTogetherAreLearnedAndTheModelsArePublished() throws IOException {
        try (Trainer trainer = line.trainer("a")) {
            // When
            List.of(ObjectiveRecipe.MASKED, ObjectiveRecipe.CLASSES, ObjectiveRecipe.EMBEDDINGS)
                    .forEach(this::run);
            TrainingRunChanged masked = line.awaitState(ObjectiveRecipe.MASKED, State.FINISHED);
            TrainingRunChanged classes = line.awaitState(ObjectiveRecipe.CLASSES, State.FINISHED);
            TrainingRunChanged related = line.awaitState(ObjectiveRecipe.EMBEDDINGS, State.FINISHED);

            // Then
            for (TrainingRunChanged run : List.of(masked, classes, related)) {
                double[] heldOut = heldOut(run.run());
                double best = Arrays.stream(heldOut).min().orElseThrow();
                assertThat(best).as(run.run()).isLessThan(0.95 * heldOut[0]);
            }
            assertThat(Objects.requireNonNull(related.recipe().objective()).temperature())
                    .isEqualTo(0.05);
            assertThat(Objects.requireNonNull(related.recipe().microBatch())).isEqualTo(8);
            assertClasses(fetched(classes));
            assertEmbeds(fetched(related));
        }
    }

    private double[] heldOut(String run) {
        return line.metrics(run).stream()
                .sorted(Comparator.comparingInt(TrainingMetrics::step))
                .mapToDouble(step -> step.values().getOrDefault("validation_loss", Double.NaN))
                .filter(Double::isFinite)
                .toArray();
    }

    private Path fetched(TrainingRunChanged run) throws IOException {
        Path directory = Files.createDirectories(kept().resolve(run.run()));
        ObjectFiles files = new ObjectFiles(line.store);
        ModelManifest manifest =
                Json.read(line.store.get(Objects.requireNonNull(run.model()).key()), ModelManifest.class);
        for (Part part : manifest.parts()) {
            boolean pooling = part.name().equals(ModelManifest.POOLING);
            Path file = directory.resolve(pooling ? "1_Pooling/config.json" : part.name());
            Files.createDirectories(file.getParent());
            files.download(part.object(), file);
        }
        return directory;
    }

    /** A folder in which the models stay, for check_embeddings.py. */
    private Path kept() {
        String named = System.getProperty("millrace.keep");
        return named == null ? folder : Path.of(named);
    }

    private static void assertClasses(Path directory) {
        try (ModelRuntime runtime = ModelRuntime.start(1);
                BertModel model = BertModel.load(runtime, directory, BertHead.CLASSES, List.of(), 0)) {
            assertThat(model.config().labels()).containsExactly("again", "named");
        }
    }

    private static void assertEmbeds(Path directory) throws IOException {
        assertThat(directory.resolve("modules.json")).exists();
        assertThat(directory.resolve("sentence_bert_config.json")).content().contains("\"max_seq_length\" : 16");
        List<int[]> texts = ReadTexts.encode(directory, ReadTexts.sentences());
        try (ModelRuntime runtime = ModelRuntime.start(1);
                BertModel model = BertModel.load(runtime, directory)) {
            float[][] vectors = model.embeddings(texts);
            Files.write(directory.resolve("vectors.json"), Json.write(new Vectors(ReadTexts.sentences(), vectors)));
            int found = 0;
            for (int i = 0; i < vectors.length; i += 2) {
                found += nearest(vectors, i) == i + 1 ? 1 : 0;
            }
            assertThat(found).isGreaterThanOrEqualTo(vectors.length / 2 - 2);
        }
    }

    private record Vectors(List<String> texts, float[][] vectors) {}

    /** The most similar of the texts that others belong to. */
    private static int nearest(float[][] vectors, int asked) {
        int nearest = 1;
        for (int i = 1; i < vectors.length; i += 2) {
            nearest = cosine(vectors[asked], vectors[i]) > cosine(vectors[asked], vectors[nearest]) ? i : nearest;
        }
        return nearest;
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void whatDoesNotFitEndsInACodeBeforeTheFirstStepAndTheNextIsServed() {
        line.dataset("texts", Line.VOCABULARY);
        try (Trainer trainer = line.trainer("a")) {
            // When
            line.command("none", Action.START, "texts", recipe(ObjectiveRecipe.EMBEDDINGS));
            line.command(
                    "decoder",
                    Action.START,
                    "sentences",
                    recipe(ObjectiveRecipe.MASKED)
                            .with()
                            .base(line.base().toString())
                            .build());
            line.command(
                    "lonely",
                    Action.START,
                    "sentences",
                    recipe(ObjectiveRecipe.EMBEDDINGS).with().microBatch(1).build());
            run(ObjectiveRecipe.CLASSES);
            line.awaitState(ObjectiveRecipe.CLASSES, State.FINISHED);

            // Then
            assertThat(line.awaitState("none", State.FAILED).code()).isEqualTo(ErrorCode.DATASET_KIND_DIFFERS);
            assertThat(line.awaitState("decoder", State.FAILED).code()).isEqualTo(ErrorCode.MODEL_CONFIG_UNSUPPORTED);
            assertThat(line.awaitState("lonely", State.FAILED).code()).isEqualTo(ErrorCode.RUN_CONFIG_INVALID);
        }
    }
}
