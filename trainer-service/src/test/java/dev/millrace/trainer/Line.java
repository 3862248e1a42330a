package dev.millrace.trainer;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.event.TrainingCommand;
import dev.millrace.contracts.event.TrainingCommand.Action;
import dev.millrace.contracts.event.TrainingMetrics;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.event.TrainingRunChanged.State;
import dev.millrace.contracts.recipe.CheckpointRecipe;
import dev.millrace.contracts.recipe.MethodRecipe;
import dev.millrace.contracts.recipe.ModelShape;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.contracts.recipe.TuningRecipe;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.model.CounterRandom;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.ModelSizing;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.ObjectStores;
import dev.millrace.storage.StoreSettings;
import dev.millrace.testkit.Await;
import dev.millrace.testkit.StoreAddress;
import dev.millrace.testkit.TestEnvironment;
import dev.millrace.testkit.TestTopics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A real broker and a real store with a tiny dataset in it, and what a person sees of the runs. */
final class Line implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(120);
    static final int VOCABULARY = 24;
    private static final Recipe RECIPE = Recipe.defaults();

    final TestTopics topics = new TestTopics(2);
    final StoreAddress address = TestEnvironment.shared().newBucket();
    final ObjectStore store = ObjectStores.connect(StoreSettings.of(
            address.endpoint(), address.region(), address.accessKey(), address.secretKey(), address.bucket()));
    final Path folder;

    Line(Path folder) {
        this.folder = folder;
        publish(Topic.COLLECTIONS, new CollectionRecorded("c", RECIPE.version(), true, RECIPE, Instant.EPOCH, "test"));
    }

    Trainer trainer(String slot) {
        return new Trainer(topics.bootstrapServers(), slot, store, folder);
    }

    /** A trainer in a process of its own, which ends at a crash point; what it prints goes to a file named after its slot. */
    Process process(String slot, @Nullable String crashPoint) throws IOException {
        return start(slot, crashPoint == null ? Map.of() : Map.of("MILLRACE_CRASH_POINT", "trainer." + crashPoint));
    }

    /** A trainer in a process of its own, which stands still at a crash point until it is told to go on. */
    Process stopping(String slot, String crashPoint) throws IOException {
        return start(slot, Map.of("MILLRACE_CRASH_POINT", "trainer." + crashPoint, "MILLRACE_CRASH_BY", "stop"));
    }

    /** A trainer in a process of its own whose training thread comes to a crash point and never goes on. */
    Process hanging(String slot, String crashPoint) throws IOException {
        return start(slot, Map.of("MILLRACE_CRASH_POINT", "trainer." + crashPoint, "MILLRACE_CRASH_BY", "hang"));
    }

    /**
     * A trainer in a process of its own that takes every run for one that fits.
     *
     * @param starter a command that starts it; empty for none
     */
    Process trusting(List<String> starter, String slot) throws IOException {
        return start(starter, slot, Map.of("JDK_JAVA_OPTIONS", "-Dmillrace.memory=" + Long.MAX_VALUE));
    }

    private Process start(String slot, Map<String, String> environment) throws IOException {
        return start(List.of(), slot, environment);
    }

    private Process start(List<String> starter, String slot, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trainer.class.getName()));
        command.addAll(List.of(topics.bootstrapServers(), slot, folder.toString()));
        command.addAll(List.of(address.endpoint().toString(), address.region(), address.accessKey()));
        command.addAll(List.of(address.secretKey(), address.bucket()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(slot).toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path log(String slot) {
        return folder.resolve(slot + ".log");
    }

    /** Tokens of a pattern that can be learned; the highest id is {@code vocabulary - 1}. */
    DatasetReady dataset(String version, int vocabulary) {
        ObjectRef tokenizer = object("tokenizer.json", tokenizer());
        Map<String, ObjectRef> splits = Map.of(
                "train",
                shard(version + "-train", 60, vocabulary),
                "validation",
                shard(version + "-valid", 8, vocabulary));
        TokenShards tokens =
                new TokenShards(tokenizer, tokenizer.sha256(), splits, Map.of("train", 1L), Map.of("train", 1L));
        DatasetReady ready = ready(version, tokenizer, tokens);
        publish(Topic.DATASETS_READY, ready);
        return ready;
    }

    /** Prompts whose chosen answers go on as a pattern does, and whose rejected ones do not. */
    DatasetReady preferences(String version) {
        ObjectRef tokenizer = object("tokenizer.json", tokenizer());
        Map<String, ObjectRef> splits =
                Map.of("train", pairs(version + "-train", 24), "validation", pairs(version + "-valid", 4));
        TokenShards.KindShards pairs = new TokenShards.KindShards(splits, Map.of("train", 24L), Map.of("train", 1L));
        TokenShards tokens = new TokenShards(
                tokenizer,
                tokenizer.sha256(),
                Map.of(),
                Map.of(),
                Map.of(),
                null,
                Map.of(ExampleKind.PREFERENCE.wireName(), pairs));
        DatasetReady ready = ready(version, tokenizer, tokens);
        publish(Topic.DATASETS_READY, ready);
        return ready;
    }

    static DatasetReady ready(String version, ObjectRef manifest, TokenShards tokens) {
        return new DatasetReady(
                "request",
                "c",
                version,
                Hashes.sha256(version),
                manifest,
                1,
                1,
                tokens,
                RECIPE.version(),
                Instant.EPOCH);
    }

    private ObjectRef pairs(String name, int pairs) {
        int prompt = 4;
        int answer = 5;
        int length = prompt + answer;
        int all = 2 * pairs * length;
        ByteBuffer tokens = littleEndian(all * Integer.BYTES);
        ByteBuffer mask = ByteBuffer.allocate(all);
        ByteBuffer labels = ByteBuffer.allocate(2 * pairs);
        ByteBuffer offsets = littleEndian((2 * pairs + 1) * Long.BYTES).putLong(0);
        for (int i = 0; i < 2 * pairs; i++) {
            boolean chosen = i % 2 == 0;
            for (int at = 0; at < length; at++) {
                int step = at < prompt || chosen ? 7 : 5;
                tokens.putInt(((i / 2) * 3 + at * step) % VOCABULARY);
                mask.put((byte) (at < prompt ? 0 : 1));
            }
            labels.put((byte) (chosen ? 1 : 0));
            offsets.putLong((long) (i + 1) * length);
        }
        return written(
                name,
                List.of(
                        new Entry("tokens", TensorType.I32, List.of((long) all), tokens.flip()),
                        new Entry("loss_mask", TensorType.U8, List.of((long) all), mask.flip()),
                        new Entry("labels", TensorType.U8, List.of(2L * pairs), labels.flip()),
                        new Entry("document_offsets", TensorType.I64, List.of(2L * pairs + 1), offsets.flip())));
    }

    private ObjectRef written(String name, List<Entry> tensors) {
        try {
            Path file = Files.createTempFile(folder, "shard", ".safetensors");
            SafetensorsWriter.write(file, tensors, Map.of());
            return new ObjectFiles(store).upload(file, "test/" + name, "application/octet-stream");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] tokenizer() {
        Map<String, Integer> vocabulary = IntStream.range(0, VOCABULARY)
                .boxed()
                .collect(Collectors.toMap(id -> String.valueOf((char) ('a' + id)), id -> id));
        return Json.canonical(Map.of(
                "model", Map.of("type", "BPE", "vocab", vocabulary, "merges", List.of()), "added_tokens", List.of()));
    }

    ObjectRef object(String name, byte[] bytes) {
        String key = "test/" + name;
        store.putIfAbsent(key, bytes, "application/json");
        return new ObjectRef(
                store.bucket(), key, 0, bytes.length, Encoding.IDENTITY, Hashes.sha256(bytes), "application/json");
    }

    private ObjectRef shard(String name, int documents, int vocabulary) {
        CounterRandom random = CounterRandom.keyed(documents);
        int length = 30;
        ByteBuffer tokens = littleEndian(documents * length * Integer.BYTES);
        ByteBuffer offsets = littleEndian((documents + 1) * Long.BYTES).putLong(0);
        for (int i = 0; i < documents * length; i++) {
            tokens.putInt((i * 7 + (int) (random.uniform(i) * 3)) % vocabulary);
        }
        for (long i = 1; i <= documents; i++) {
            offsets.putLong(i * length);
        }
        byte[] mask = new byte[documents * length];
        java.util.Arrays.fill(mask, (byte) 1);
        long all = (long) documents * length;
        return written(
                name,
                List.of(
                        new Entry("tokens", TensorType.I32, List.of(all), tokens.flip()),
                        new Entry("loss_mask", TensorType.U8, List.of(all), ByteBuffer.wrap(mask)),
                        new Entry("document_offsets", TensorType.I64, List.of(documents + 1L), offsets.flip())));
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Two layers of width 16, a checkpoint every four steps. */
    static TrainingRecipe recipe(String precision, int steps, double rate) {
        return TrainingRecipe.defaults()
                .with()
                .shape(new ModelShape(2, 16, 2, 1, 32))
                .precision(precision)
                .steps(steps)
                .batch(2)
                .contextLength(32)
                .learningRate(rate)
                .checkpointEvery(4)
                .seed(7L)
                .build();
    }

    /** Training stands still until a checkpoint counts. */
    static TrainingRecipe waiting(TrainingRecipe recipe) {
        return recipe.with()
                .checkpoints(new CheckpointRecipe(null, null, null, false))
                .build();
    }

    /** The same shape as a base model on this machine, its weights drawn. */
    Path base() {
        Path directory = folder.resolve("base");
        if (!Files.exists(directory)) {
            DecoderConfig config = ModelSizing.choose(
                    VOCABULARY,
                    10_000,
                    64,
                    new ModelSizing.Wish(
                            OptionalInt.of(16),
                            OptionalInt.of(2),
                            OptionalInt.of(2),
                            OptionalInt.of(1),
                            OptionalInt.of(32)));
            try (ModelRuntime runtime = ModelRuntime.start(1);
                    DecoderModel model = DecoderModel.initialise(runtime, config, 5)) {
                Files.createDirectory(directory);
                // As wide apart as those of a trained model: beside weights near zero adapters have nothing to bend.
                model.parameters().stream()
                        .filter(Parameter::decayed)
                        .forEach(each -> each.value().muli(15f));
                model.save(directory, TensorType.F32);
                Files.write(directory.resolve("tokenizer.json"), tokenizer());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return directory;
    }

    /** A recipe that begins with a base model. */
    TrainingRecipe recipe(
            MethodRecipe method, @Nullable TuningRecipe tuning, String precision, int steps, double rate) {
        return recipe(precision, steps, rate)
                .with()
                .base(base().toString())
                .shape(null)
                .microBatch(1)
                .method(method)
                .tuning(tuning)
                .build();
    }

    void command(String run, Action action, @Nullable String dataset, @Nullable TrainingRecipe recipe) {
        publish(Topic.TRAINING_COMMANDS, new TrainingCommand(run, action, "c", dataset, recipe, Instant.EPOCH, "test"));
    }

    void publish(Topic topic, Event event) {
        topics.publish(topic, event);
    }

    TrainingRunChanged awaitState(String run, State state) {
        Await.until(run + " is " + state, PATIENCE, () -> states(run).stream().anyMatch(each -> each.state() == state));
        return states(run).getLast();
    }

    List<TrainingRunChanged> states(String run) {
        return events(Topic.TRAINING_RUNS, TrainingRunChanged.class).stream()
                .filter(each -> each.run().equals(run))
                .toList();
    }

    List<TrainingMetrics> metrics(String run) {
        return events(Topic.TRAINING_METRICS, TrainingMetrics.class).stream()
                .filter(each -> each.run().equals(run))
                .toList();
    }

    /** Announced checkpoints, by step. */
    List<CheckpointWritten> checkpoints(String run) {
        return events(Topic.TRAINING_CHECKPOINTS, CheckpointWritten.class).stream()
                .filter(each -> each.run().equals(run))
                .sorted(Comparator.comparingInt(CheckpointWritten::step))
                .toList();
    }

    /** The bits of every step's loss, in the order of the steps; a step said twice shows twice. */
    List<String> lossBits(String run) {
        return metrics(run).stream()
                .sorted(Comparator.comparingInt(TrainingMetrics::step))
                .map(each -> each.step() + ":"
                        + Long.toHexString(Double.doubleToLongBits(each.values().get("loss"))))
                .toList();
    }

    <T extends Event> List<T> events(Topic topic, Class<T> type) {
        return topics.events(topic, type);
    }

    /** Codes on the topic's dead letters. */
    List<String> deadLetterCauses(Topic topic) {
        return topics.deadLetterCauses(topic);
    }

    @Override
    public void close() {
        store.close();
        topics.close();
    }
}
