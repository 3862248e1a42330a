package dev.millrace.trainer.work;

import dev.millrace.contracts.manifest.ModelManifest;
import dev.millrace.model.decoder.DecoderModel;
import dev.millrace.model.decoder.StateFiles;
import dev.millrace.trainer.files.Folder;
import java.nio.file.Path;

/** Adapters as parts of the model they were merged into. */
final class AdapterParts {
    private AdapterParts() {}

    /**
     * Writes a model's adapters under names by which no other tool takes the merged model for an adapter.
     *
     * @param scratch empty
     */
    static void write(DecoderModel model, Path scratch, Path directory) {
        Preparation.keep(model, scratch);
        Folder.copy(scratch.resolve(StateFiles.ADAPTER.config()), directory.resolve(ModelManifest.ADAPTER_CONFIG));
        Folder.copy(scratch.resolve(StateFiles.ADAPTER.weights()), directory.resolve(ModelManifest.ADAPTER_WEIGHTS));
    }
}
