package dev.millrace.trainer.files;

import java.nio.file.Path;

/** Where base models come from. */
@FunctionalInterface
public interface BaseModelSource {
    /**
     * A Hugging Face directory on this machine.
     *
     * @param base a hub id or a directory, as in the recipe
     * @throws dev.millrace.contracts.MillraceException BASE_MODEL_UNAVAILABLE
     */
    Path directory(String base);
}
