package dev.millrace.trainer.work;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.CheckpointWritten;
import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.model.adapter.AdapterJson;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.StateFiles;
import dev.millrace.model.safetensors.TensorType;
import dev.millrace.storage.ModelCache;
import dev.millrace.trainer.files.CheckpointStore;
import dev.millrace.trainer.files.Folder;
import dev.millrace.trainer.plan.StartingPoint;
import dev.millrace.trainer.run.RunBoard;
import dev.millrace.trainer.run.RunFacts;
import dev.millrace.trainer.run.RunState;
import dev.millrace.trainer.run.RunView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Models that other runs came to, as directories. Runs of other collections are as unknown as those that never were. What a run started from is
 * kept as a model of its own, so whoever goes on with it does not need the other run any more.
 */
public final class EarlierRuns {
    private final RunBoard board;
    private final CheckpointStore checkpoints;
    private final ModelCache models;
    private final Engine engine;

    public EarlierRuns(RunBoard board, CheckpointStore checkpoints, ModelCache models, Engine engine) {
        this.board = board;
        this.checkpoints = checkpoints;
        this.models = models;
        this.engine = engine;
    }

    /**
     * The directory of a model to start from; empty when the recipe's base is no other run.
     *
     * @param folder for what is put together
     * @throws MillraceException RUN_UNKNOWN, RUN_CONFIG_INVALID when it has not finished or has no such checkpoint, CHECKPOINT_DAMAGED
     */
    Optional<Path> directory(RunFacts facts, Path folder) {
        Optional<StartingPoint> point = StartingPoint.of(facts.recipe());
        ObjectRef kept = facts.base();
        if (point.isEmpty() || kept != null) {
            return point.map(start -> models.directory(Objects.requireNonNull(kept)));
        }
        RunView view = board.view(point.get().run());
        RunState state = view.state();
        if (state == null || !state.facts().collection().equals(facts.collection())) {
            throw new MillraceException(ErrorCode.RUN_UNKNOWN, "no run of this collection has the id that base names");
        }
        return Optional.of(
                point.get().step().isPresent()
                        ? checkpoint(state.facts(), view, point.get().step().getAsInt(), folder)
                        : finished(state));
    }

    private Path finished(RunState state) {
        if (state instanceof RunState.Finished finished) {
            return models.directory(finished.outcome().model());
        }
        throw new MillraceException(
                ErrorCode.RUN_CONFIG_INVALID, "base names a run that has not finished; name one of its checkpoints");
    }

    private Path checkpoint(RunFacts earlier, RunView view, int step, Path folder) {
        CheckpointWritten announced = view.checkpoints().stream()
                .filter(each -> each.step() == step)
                .max(Comparator.comparingInt(CheckpointWritten::generation))
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.RUN_CONFIG_INVALID, "base names a run without a checkpoint of step " + step));
        ObjectRef base = earlier.base();
        if (base == null) {
            throw new MillraceException(ErrorCode.RUN_CONFIG_INVALID, "base names a run that has not begun");
        }
        Path fetched = Folder.fresh(folder.resolve("start-checkpoint"));
        checkpoints.fetch(announced, fetched);
        Path directory = Folder.fresh(folder.resolve("start"));
        Path origin = models.directory(base);
        texts(origin, directory);
        if (Files.exists(fetched.resolve(StateFiles.ADAPTER.config()))) {
            merged(origin, fetched, directory);
        } else {
            StateFiles.MODEL.names().forEach(name -> Folder.copy(fetched.resolve(name), directory.resolve(name)));
        }
        return directory;
    }

    private static void texts(Path origin, Path directory) {
        Folder.files(origin).stream()
                .filter(file -> isText(file.getFileName().toString()))
                .forEach(file -> Folder.copy(file, directory.resolve(file.getFileName())));
    }

    private static boolean isText(String name) {
        return !Preparation.isOfModel(name)
                && !name.equals(ModelManifest.ADAPTER_CONFIG)
                && !name.equals(ModelManifest.ADAPTER_WEIGHTS);
    }

    private void merged(Path origin, Path adapter, Path directory) {
        try (DecoderModel model = DecoderModel.load(engine.runtime(), origin)) {
            model.adapt(AdapterJson.read(adapter), 0);
            model.read(adapter);
            model.merge();
            Preparation.save(model, directory, TensorType.F32);
        }
    }
}
