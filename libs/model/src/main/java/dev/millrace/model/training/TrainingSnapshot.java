package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.ModelFiles;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.SafetensorsWriter.Entry;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run's state at one step, copied, so that it can be written while the run goes on. Close it to free the copy. */
public final class TrainingSnapshot implements AutoCloseable {
    private final StepScope scope;
    private final Trainable model;
    private final List<Parameter> parameters;
    private final List<NDArray> weights;
    private final List<NDArray> first;
    private final List<NDArray> second;
    private final TrainingPlan plan;
    private final long step;

    private TrainingSnapshot(Trainable model, Optimiser optimiser, TrainingPlan plan, long step) {
        this.scope = model.open();
        this.model = model;
        this.parameters = model.trained();
        this.weights = copies(optimiser.weights());
        this.first = copies(optimiser.firstMoments());
        this.second = copies(optimiser.secondMoments());
        this.plan = plan;
        this.step = step;
    }

    static TrainingSnapshot of(Trainable model, Optimiser optimiser, TrainingPlan plan, long step) {
        return new TrainingSnapshot(model, optimiser, plan, step);
    }

    private List<NDArray> copies(List<NDArray> arrays) {
        return arrays.stream().map(scope::copy).toList();
    }

    /** Steps done. */
    public long step() {
        return step;
    }

    /**
     * Writes what is trained, as {@link Trainable#write} does, {@code optimizer.safetensors} and, last, {@code state.json},
     * which holds the others' hashes.
     *
     * @param directory exists; what lies there under these names is replaced
     */
    public CheckpointParts write(Path directory) throws IOException {
        model.write(directory, weights, TensorType.F32);
        List<Entry> moments =
                new ArrayList<>(ModelFiles.entries(parameters, first, CheckpointState.FIRST_MOMENT, TensorType.F32));
        moments.addAll(ModelFiles.entries(parameters, second, CheckpointState.SECOND_MOMENT, TensorType.F32));
        SafetensorsWriter.write(
                directory.resolve(CheckpointState.OPTIMIZER), moments, Map.of("step", Long.toString(step)));
        CheckpointState state = CheckpointState.of(directory, model.files(), plan, model.baseSha256(), step);
        Files.writeString(directory.resolve(CheckpointState.STATE), state.toJson());
        return CheckpointParts.of(directory, model.files(), step);
    }

    @Override
    public void close() {
        scope.close();
    }
}
