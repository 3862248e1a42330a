package dev.millrace.model.decoder;

import ai.djl.ndarray.NDArray;
import dev.millrace.model.engine.Kernels;
import dev.millrace.model.engine.StepScope;
import dev.millrace.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A model of whatever kind, as far as training is concerned: tensors that are moved, and files that hold them. */
public interface Trainable extends AutoCloseable {
    /** What is trained, in a fixed order. */
    List<Parameter> trained();

    /** A scope that lives at most as long as the model. */
    StepScope open();

    Kernels kernels();

    /** The files that {@link #write} writes. */
    StateFiles files();

    /** SHA-256 of the weights that stay as they are, by which a checkpoint refers to them; empty when it holds all weights. */
    String baseSha256();

    /** Writes what is trained. */
    void write(Path directory, TensorType type) throws IOException;

    /** The same with these values in place of the trained ones, in the order of {@link #trained()}. */
    void write(Path directory, List<NDArray> values, TensorType type) throws IOException;

    /**
     * Takes back what {@link #write} wrote.
     *
     * @throws dev.millrace.contracts.MillraceException ADAPTER_BASE_DIFFERS, MODEL_FILE_DAMAGED
     */
    void read(Path directory);

    @Override
    void close();
}
