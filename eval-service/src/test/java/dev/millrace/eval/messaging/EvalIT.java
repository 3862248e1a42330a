package dev.millrace.eval.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.EvaluationCompleted;
import dev.millrace.contracts.event.ModelPromoted;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.eval.EvalConfig;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.Recipes;
import dev.millrace.messaging.Stage;
import dev.millrace.messaging.StageListener;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.ModelSizing;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.model.training.TrainingLoop;
import dev.millrace.model.training.TrainingPlan;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StorageLimits;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import dev.millrace.testkit.TestTopics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Finished runs in, scores and a decision out, on a real broker and a real store. */
class EvalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int VOCABULARY = 24;
    /** Two of each of four documents of text, four of one of rows. */
    private static final int EXAMPLES = 12;

    private static final int LENGTH = 30;
    private static final Recipe RECIPE = Recipe.defaults();

    private record Settings(int threads, int contextLength, int resamples, Duration longest) implements EvalConfig {}

    @TempDir
    private Path folder;

    private final StoreAddress address = TestEnvironment.shared().newBucket();
    private final ObjectStore store = ObjectStores.connect(StoreSettings.of(
            address.endpoint(), address.region(), address.accessKey(), address.secretKey(), address.bucket()));
    private final ModelRuntime runtime = ModelRuntime.start(1);

    @Test
    void aBetterModelIsPromotedAWorseOneAndAnUnprovenOneAreNotAndADamagedOneStopsNobody() throws IOException {
        try (TestTopics topics = new TestTopics(2)) {
            // Given
            KafkaClients clients = topics.clients("eval", "0");
            topics.publish(
                    Topic.COLLECTIONS,
                    new CollectionRecorded("c", RECIPE.version(), true, RECIPE, Instant.EPOCH, "test"));
            DatasetReady dataset = dataset();
            ObjectRef base = model("base", 0);
            ObjectRef tuned = model("tuned", 40);
            ObjectRef damaged = model("damaged", 3);
            damage(damaged);

            // When
            topics.publish(Topic.TRAINING_RUNS, finished("r-damaged", dataset, base, damaged));
            topics.publish(Topic.TRAINING_RUNS, finished("r-better", dataset, base, tuned));
            topics.publish(Topic.TRAINING_RUNS, finished("r-worse", dataset, tuned, base));
            topics.publish(Topic.TRAINING_RUNS, finished("r-unproven", withNothingHeldOut(dataset), base, tuned));
            Recipes recipes = new Recipes(clients);
            recipes.start();
            Settings settings = new Settings(1, 32, 500, Duration.ofMinutes(5));
            Stage stage = EvalChannel.stage(clients, store, recipes, settings, folder, new StageListener() {});
            stage.start();
            try {
                Await.until(
                        "the three are evaluated",
                        PATIENCE,
                        () -> evaluations(topics).size() == 3
                                && topics.deadLetterCauses(Topic.TRAINING_RUNS).size() == 1);
            } finally {
                stage.close();
                recipes.close();
            }

            // Then
            EvaluationCompleted better = evaluations(topics).get("r-better");
            EvaluationCompleted worse = evaluations(topics).get("r-worse");
            assertThat(better.gate().passed()).isTrue();
            assertThat(better.interval().getFirst()).isPositive();
            assertThat(better.tuned().tokenAccuracy())
                    .isGreaterThan(better.base().tokenAccuracy());
            assertThat(worse.gate().failedRule()).isEqualTo("minimumGain");
            assertThat(worse.interval().getLast()).isNegative();
            assertThat(worse.base()).isEqualTo(better.tuned());
            assertScoresComeFromTheKeptDocuments(better);
            EvaluationCompleted unproven = evaluations(topics).get("r-unproven");
            assertThat(unproven.documents()).isZero();
            assertThat(unproven.gate().failedRule()).isEqualTo("minimumDocuments");
            assertThat(new ObjectReader(store, StorageLimits.defaults()).read(unproven.scored()))
                    .isEmpty();
            assertThat(topics.events(Topic.MODELS_PROMOTED, ModelPromoted.class))
                    .singleElement()
                    .satisfies(promoted -> {
                        assertThat(promoted.modelId()).isEqualTo(better.modelId());
                        assertThat(promoted.manifest()).isEqualTo(tuned);
                        assertThat(promoted.by()).isEqualTo("gate");
                        assertThat(promoted.evaluation()).isEqualTo(better.evaluation());
                    });
            assertThat(topics.deadLetterCauses(Topic.TRAINING_RUNS)).containsExactly("MODEL_FILE_DAMAGED");
        } finally {
            runtime.close();
            store.close();
        }
    }

    /** Every example is there with its document, and the sums over them are what the event says. */
    private void assertScoresComeFromTheKeptDocuments(EvaluationCompleted evaluation) throws IOException {
        String lines = new String(
                new ObjectReader(store, StorageLimits.defaults()).read(evaluation.scored()), StandardCharsets.UTF_8);
        double logProbability = 0;
        long tokens = 0;
        List<Integer> examples = new ArrayList<>();
        List<String> documents = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            JsonNode example = Json.mapper().readTree(line);
            examples.add(example.path("example").asInt());
            documents.add(example.path("documentId").asText() + "#"
                    + example.path("number").asInt());
            logProbability += example.path("tuned").path("logProbability").asDouble();
            tokens += example.path("tokens").asLong();
        }
        assertThat(examples).hasSize(EXAMPLES).doesNotHaveDuplicates();
        assertThat(documents).startsWith("text-0#0", "text-0#1", "text-1#0").endsWith("rows#2", "rows#3");
        assertThat(evaluation.examples()).isEqualTo(EXAMPLES);
        assertThat(evaluation.documents()).isEqualTo(4 + 4);
        assertThat(evaluation.tokens()).isEqualTo(tokens);
        assertThat(evaluation.tuned().perplexity()).isEqualTo(Math.exp(-logProbability / tokens), within(1e-9));
    }

    private static TokenDataset tokens() {
        int[] tokens = new int[EXAMPLES * LENGTH];
        byte[] mask = new byte[tokens.length];
        long[] offsets = new long[EXAMPLES + 1];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (i * 7) % VOCABULARY;
        }
        Arrays.fill(mask, (byte) 1);
        for (int i = 0; i <= EXAMPLES; i++) {
            offsets[i] = (long) i * LENGTH;
        }
        return new TokenDataset(tokens, mask, offsets);
    }

    private DatasetReady dataset() throws IOException {
        TokenDataset data = tokens();
        ByteBuffer tokens = littleEndian(data.tokens().length * Integer.BYTES);
        Arrays.stream(data.tokens()).forEach(tokens::putInt);
        ByteBuffer offsets = littleEndian(data.documentOffsets().length * Long.BYTES);
        Arrays.stream(data.documentOffsets()).forEach(offsets::putLong);
        ByteBuffer rows = littleEndian(EXAMPLES * Integer.BYTES);
        ByteBuffer numbers = littleEndian(EXAMPLES * Integer.BYTES);
        for (int i = 0; i < EXAMPLES; i++) {
            rows.putInt(Math.min(i / 2, 4));
            numbers.putInt(i < 8 ? i % 2 : i - 8);
        }
        long all = data.tokens().length;
        Path file = folder.resolve("test.safetensors");
        SafetensorsWriter.write(
                file,
                List.of(
                        new Entry("tokens", TensorType.I32, List.of(all), tokens.flip()),
                        new Entry("loss_mask", TensorType.U8, List.of(all), ByteBuffer.wrap(data.lossMask())),
                        new Entry("document_offsets", TensorType.I64, List.of(EXAMPLES + 1L), offsets.flip()),
                        new Entry("example_rows", TensorType.I32, List.of((long) EXAMPLES), rows.flip()),
                        new Entry("example_numbers", TensorType.I32, List.of((long) EXAMPLES), numbers.flip())),
                Map.of());
        ObjectRef shard = new ObjectFiles(store).upload(file, "test/test", "application/octet-stream");
        TokenShards shards =
                new TokenShards(shard, shard.sha256(), Map.of("test", shard), Map.of("test", all), Map.of("test", all));
        return new DatasetReady(
                "request",
                "c",
                "v1",
                Hashes.sha256("v1"),
                manifest(),
                5,
                EXAMPLES,
                shards,
                RECIPE.version(),
                Instant.EPOCH);
    }

    /** As of a collection with a single document. */
    private static DatasetReady withNothingHeldOut(DatasetReady dataset) {
        TokenShards held = dataset.tokens();
        Map<String, Long> all = Map.of("train", held.tokens().get("test"));
        TokenShards train = new TokenShards(
                held.tokenizer(),
                held.tokenizerSha256(),
                Map.of("train", held.splits().get("test")),
                all,
                all);
        return new DatasetReady(
                "request",
                "c",
                "v2",
                Hashes.sha256("v2"),
                dataset.manifest(),
                1,
                EXAMPLES,
                train,
                RECIPE.version(),
                Instant.EPOCH);
    }

    /** Four documents of text and one of rows. */
    private ObjectRef manifest() {
        String rows = IntStream.range(0, 5)
                .mapToObj(i -> new DatasetRow(
                        i == 4 ? "rows" : "text-" + i,
                        new Revision(Instant.EPOCH, Hashes.sha256("raw")),
                        Hashes.sha256("text"),
                        "family",
                        RECIPE.version(),
                        i == 4 ? "rows" : "test",
                        2,
                        null,
                        null,
                        null,
                        null))
                .map(row -> new String(Json.write(row), StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining());
        DatasetManifest manifest = new DatasetManifest(
                "c",
                "v1",
                Hashes.sha256("v1"),
                RECIPE.version(),
                Hashes.sha256("template"),
                "ff",
                "ff",
                Map.of(),
                put("test/rows", rows.getBytes(StandardCharsets.UTF_8)),
                Map.of(),
                Map.of(),
                Map.of());
        return put("test/manifest", Json.canonical(manifest));
    }

    private ObjectRef put(String key, byte[] bytes) {
        store.put(key, bytes, "application/json");
        return new ObjectRef(
                store.bucket(), key, 0, bytes.length, Encoding.IDENTITY, Hashes.sha256(bytes), "application/json");
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tiny model after so many steps on the pattern it is asked for. */
    private ObjectRef model(String name, int steps) throws IOException {
        ModelSizing.Wish wish = new ModelSizing.Wish(
                OptionalInt.of(16), OptionalInt.of(2), OptionalInt.of(2), OptionalInt.of(1), OptionalInt.of(32));
        DecoderConfig config = ModelSizing.choose(VOCABULARY, 1000, 32, wish);
        Path directory = Files.createDirectory(folder.resolve(name));
        try (DecoderModel model = DecoderModel.initialise(runtime, config, 1)) {
            if (steps > 0) {
                train(model, steps);
            }
            model.save(directory, TensorType.F32);
        }
        List<Part> parts = new ArrayList<>();
        for (String file : List.of("config.json", "model.safetensors")) {
            String key = "test/" + name + "/" + file;
            parts.add(new Part(
                    file, new ObjectFiles(store).upload(directory.resolve(file), key, "application/octet-stream")));
        }
        byte[] manifest =
                Json.canonical(new ModelManifest(name, null, "c", "v1", "none", Hashes.sha256("template"), 32, parts));
        return put("test/" + name + "/manifest.json", manifest);
    }

    private static void train(DecoderModel model, int steps) {
        try (TrainingLoop loop =
                TrainingLoop.begin(model, tokens(), TrainingPlan.usual(steps, 4, 32, 0.01, 1), List.of())) {
            loop.run();
        }
    }

    private void damage(ObjectRef manifest) {
        byte[] bytes = new ObjectReader(store, StorageLimits.defaults()).read(manifest);
        ObjectRef weights =
                Json.read(bytes, ModelManifest.class).parts().getLast().object();
        byte[] stored = store.get(weights.key());
        stored[stored.length - 1] ^= 1;
        store.put(weights.key(), stored, weights.mediaType());
    }

    private static TrainingRunChanged finished(String run, DatasetReady dataset, ObjectRef base, ObjectRef model) {
        return new TrainingRunChanged(
                run,
                "c",
                TrainingRunChanged.State.FINISHED,
                1,
                dataset,
                RECIPE.training(),
                1,
                1,
                1.0,
                1.0,
                1.0,
                "model-of-" + run,
                model,
                base,
                null,
                null,
                Instant.EPOCH);
    }

    private static Map<String, EvaluationCompleted> evaluations(TestTopics topics) {
        Map<String, EvaluationCompleted> found = new HashMap<>();
        topics.events(Topic.EVALUATIONS_COMPLETED, EvaluationCompleted.class)
                .forEach(evaluation -> found.put(evaluation.run(), evaluation));
        return found;
    }
}
