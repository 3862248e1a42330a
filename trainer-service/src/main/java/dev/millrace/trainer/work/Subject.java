package dev.millrace.trainer.work;

import dev.millrace.model.decoder.Trainable;
import dev.millrace.model.safetensors.TensorType;
import java.nio.file.Path;

/** The model that a run trains, and what belongs to it when it leaves. */
interface Subject extends AutoCloseable {
    Trainable model();

    /** Longest text in tokens. */
    int context();

    /** Hash of the chat template; of no text where there is none. */
    String templateSha256();

    /**
     * Writes what others read: configuration, weights, how text becomes tokens. Adapters lie beside the weights and are made part of them.
     *
     * @param scratch empty
     */
    void publish(Path scratch, Path directory, TensorType type);

    @Override
    default void close() {
        model().close();
    }
}
