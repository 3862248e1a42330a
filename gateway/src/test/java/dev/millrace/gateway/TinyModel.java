package dev.millrace.gateway;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.CollectionRecorded;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.ModelPromoted;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.event.TrainingRunChanged;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.contracts.manifest.Part;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.recipe.TrainingRecipe;
import dev.millrace.messaging.EventPublisher;
import dev.millrace.messaging.KafkaClients;
import dev.millrace.messaging.KafkaSettings;
import dev.millrace.model.DecoderConfig;
import dev.millrace.model.RopeSettings;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectStore;
import dev.millrace.tokenizer.BytePairTrainer;
import dev.millrace.tokenizer.BytePairVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A very small model with fresh weights, handed over as the trainer does it: objects, then events. */
final class TinyModel {
    static final int CONTEXT = 512;

    private TinyModel() {}

    /** Registers a finished, promoted run of a collection; the model's id is {@code <collection>-tuned}. */
    static void register(String bootstrapServers, ObjectStore store, Path folder, String collection, int context)
            throws IOException {
        Path directory = Files.createDirectories(folder.resolve("model-" + collection));
        make(directory, context);
        ObjectRef tuned = publish(store, directory, collection + "-tuned", "run-" + collection, context);
        ObjectRef base = publish(store, directory, collection + "-base", null, context);
        Instant now = Instant.now();
        Recipe recipe = Recipe.defaults();
        try (EventPublisher publisher =
                EventPublisher.plain(new KafkaClients(new KafkaSettings(bootstrapServers, "test", "0", Map.of())))) {
            publisher.publish(List.of(
                    OutgoingEvent.to(
                            Topic.COLLECTIONS,
                            new CollectionRecorded(collection, recipe.version(), true, recipe, now, "test")),
                    OutgoingEvent.to(Topic.TRAINING_RUNS, finished(collection, tuned, base, now)),
                    OutgoingEvent.to(
                            Topic.MODELS_PROMOTED,
                            new ModelPromoted(
                                    collection + "-tuned", collection, "champion", tuned, null, now, "test"))));
        }
    }

    private static TrainingRunChanged finished(String collection, ObjectRef tuned, ObjectRef base, Instant now) {
        String hash = Hashes.sha256(collection);
        DatasetReady dataset = new DatasetReady(
                "request-" + collection,
                collection,
                hash.substring(0, 16),
                hash,
                base,
                1,
                1,
                new TokenShards(base, hash, Map.of(), Map.of(), Map.of()),
                hash,
                now);
        return new TrainingRunChanged(
                "run-" + collection,
                collection,
                TrainingRunChanged.State.FINISHED,
                1,
                dataset,
                TrainingRecipe.defaults(),
                10,
                10,
                5.0,
                4.0,
                1000.0,
                collection + "-tuned",
                tuned,
                base,
                null,
                null,
                now);
    }

    private static void make(Path directory, int context) throws IOException {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add(
                "The mill race carries the water to the wheel, and the wheel turns the stones that grind the corn.");
        BytePairVocabulary vocabulary = trainer.train(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"), 300);
        Files.write(directory.resolve("tokenizer.json"), vocabulary.toTokenizerJson());
        DecoderConfig config = new DecoderConfig(
                vocabulary.size(),
                32,
                64,
                2,
                4,
                2,
                8,
                context,
                1e-5,
                new RopeSettings(10_000, null),
                true,
                0.3,
                null,
                List.of(0));
        try (ModelRuntime runtime = ModelRuntime.start(1);
                DecoderModel model = DecoderModel.initialise(runtime, config, 11)) {
            model.save(directory, TensorType.F32);
        }
    }

    private static ObjectRef publish(
            ObjectStore store,
            Path directory,
            String modelId,
            @org.jspecify.annotations.Nullable String run,
            int context)
            throws IOException {
        ObjectFiles files = new ObjectFiles(store);
        List<Part> parts = new ArrayList<>();
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            Path file = directory.resolve(name);
            String key = "models/files/" + Hashes.sha256(Files.readAllBytes(file));
            parts.add(new Part(name, files.upload(file, key, "application/octet-stream")));
        }
        Path manifest = directory.resolve(modelId + ".manifest.json");
        String template = Hashes.sha256("template");
        Files.write(
                manifest,
                Json.canonical(new ModelManifest(modelId, run, null, null, "none", template, context, parts)));
        ObjectRef ref = files.upload(manifest, "models/" + modelId + "/manifest.json", ModelManifest.MEDIA_TYPE);
        if (ref.encoding() != Encoding.IDENTITY) {
            throw new IllegalStateException("manifests are stored as they are");
        }
        return ref;
    }
}
