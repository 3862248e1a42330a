package dev.millrace.trainer.files;

import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Token shards of a dataset. */
public final class DatasetFiles {
    private final ObjectFiles files;

    public DatasetFiles(ObjectStore store) {
        this.files = new ObjectFiles(store);
    }

    /** A split's tokens, through a file in the folder; empty when the dataset has no such split. */
    public Optional<TokenDataset> split(DatasetReady dataset, String split, Path folder) {
        @Nullable ObjectRef shard = dataset.tokens().splits().get(split);
        if (shard == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(split + ".safetensors");
        files.download(shard, file);
        return Optional.of(TokenDataset.load(file));
    }

    /** The tokeniser the tokens were made with. */
    public Path tokenizer(DatasetReady dataset, Path folder) {
        Path file = folder.resolve("tokenizer.json");
        files.download(dataset.tokens().tokenizer(), file);
        return file;
    }
}
