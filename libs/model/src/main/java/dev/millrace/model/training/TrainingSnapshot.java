package dev.millrace.model.training;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.decoder.ModelFiles;
import dev.millrace.model.decoder.Parameter;
import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.SafetensorsWriter;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * A run's state at one step, copied, so that it can be written by another thread while the run goes on. Its memory is allocated once a
 * run and touched at once: taking the state is a copy, nothing more. Close it to give the memory back to the run for the next one.
 */
public final class TrainingSnapshot implements AutoCloseable {
    private final StepScope scope;
    private final Trainable model;
    private final TrainingPlan plan;
    private final List<NDArray> weights;
    private final List<Parameter> state;
    private final AtomicBoolean taken = new AtomicBoolean();
    private volatile long step;
    private volatile LossScale lossScale = LossScale.NONE;

    TrainingSnapshot(Trainable model, Optimiser optimiser, TrainingPlan plan) {
        this.scope = model.open();
        this.model = model;
        this.plan = plan;
        this.weights = optimiser.weights().stream().map(this::room).toList();
        this.state = optimiser.state().stream()
                .map(kept -> kept.with(room(kept.value())))
                .toList();
    }

    /** Zeros are written, so that the first copy meets memory that is there. */
    private NDArray room(NDArray array) {
        return scope.zeros(array.getShape().getShape());
    }

    /** @throws IllegalStateException while the one taken before is still in use */
    TrainingSnapshot take(Optimiser optimiser, long reached, LossScale scale) {
        if (!taken.compareAndSet(false, true)) {
            throw new IllegalStateException("a run has one snapshot at a time");
        }
        model.kernels().act("copy_all", weights, optimiser.weights());
        model.kernels().act("copy_all", values(state), values(optimiser.state()));
        step = reached;
        lossScale = scale;
        return this;
    }

    private static List<NDArray> values(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::value).toList();
    }

    /** Size of the memory that it holds, in bytes. */
    public long size() {
        return Stream.of(weights, values(state))
                .flatMap(List::stream)
                .mapToLong(array -> array.size() * Float.BYTES)
                .sum();
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
        SafetensorsWriter.write(
                directory.resolve(CheckpointState.OPTIMIZER),
                ModelFiles.entries(state, values(state), "", TensorType.F32),
                Map.of("step", Long.toString(step)));
        CheckpointState all = CheckpointState.of(directory, model.files(), plan, model.baseSha256(), step, lossScale);
        Files.writeString(directory.resolve(CheckpointState.STATE), all.toJson());
        return CheckpointParts.of(directory, model.files(), step);
    }

    /** Gives the memory back to the run. */
    @Override
    public void close() {
        taken.set(false);
    }

    void free() {
        scope.close();
    }
}
