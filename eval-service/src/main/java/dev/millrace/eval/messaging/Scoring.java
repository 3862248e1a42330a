package dev.millrace.eval.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.Precision;
import dev.millrace.model.engine.ModelRuntime;
import dev.millrace.model.scoring.DocumentScore;
import dev.millrace.model.scoring.Scorer;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.storage.ModelCache;
import dev.millrace.storage.ObjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Fetches models and held-out tokens, and lets the one score the other. */
final class Scoring {
    private static final List<String> HELD_OUT = List.of("test", "validation");

    private final ModelCache models;
    private final ObjectFiles files;
    private final Sources sources;
    private final ModelRuntime runtime;
    private final int contextLength;

    Scoring(ModelCache models, ObjectFiles files, Sources sources, ModelRuntime runtime, int contextLength) {
        this.models = models;
        this.files = files;
        this.sources = sources;
        this.runtime = runtime;
        this.contextLength = contextLength;
    }

    /** The split that is held out: the test split, or the validation split where there is no other. Where nothing is, the test split is empty. */
    static String split(DatasetReady dataset) {
        return HELD_OUT.stream()
                .filter(split -> dataset.tokens().supervised().getOrDefault(split, 0L) > 0)
                .findFirst()
                .orElse(HELD_OUT.getFirst());
    }

    /** Empty when the split has no token to score, as of a collection with a single document. */
    Optional<HeldOut> heldOut(DatasetReady dataset, String split) {
        ObjectRef shard = dataset.tokens().splits().get(split);
        if (shard == null || dataset.tokens().supervised().getOrDefault(split, 0L) == 0) {
            return Optional.empty();
        }
        try {
            Path file = Files.createTempFile("held-out-", ".safetensors");
            try {
                files.download(shard, file);
                TokenDataset tokens = TokenDataset.load(file);
                return Optional.of(new HeldOut(tokens, sources.of(file, dataset.manifest(), tokens.documents())));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "a temporary file cannot be written", e);
        }
    }

    /** @throws MillraceException MODEL_FILE_DAMAGED when a file is missing or is not what the manifest says: no later try finds another */
    List<DocumentScore> score(ObjectRef model, TokenDataset tokens) {
        try (DecoderModel loaded = DecoderModel.load(runtime, directory(model))) {
            int context = Math.min(contextLength, loaded.config().maxPositions());
            return new Scorer(loaded, context, Precision.FP32).score(tokens);
        }
    }

    private Path directory(ObjectRef model) {
        try {
            return models.directory(model);
        } catch (MillraceException e) {
            throw switch (e.code()) {
                case OBJECT_DAMAGED, OBJECT_MISSING, REFERENCE_REFUSED, EVENT_UNREADABLE ->
                    new MillraceException(ErrorCode.MODEL_FILE_DAMAGED, "a file of the model does not verify", e);
                default -> e;
            };
        }
    }
}
