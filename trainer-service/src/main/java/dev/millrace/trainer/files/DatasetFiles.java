package dev.millrace.trainer.files;

import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.model.encoder.LabelledTexts;
import dev.millrace.model.preference.PreferenceDataset;
import dev.millrace.model.training.TokenDataset;
import dev.millrace.storage.ObjectFiles;
import dev.millrace.storage.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;

/** Token shards of a dataset. */
public final class DatasetFiles {
    private final ObjectFiles files;

    public DatasetFiles(ObjectStore store) {
        this.files = new ObjectFiles(store);
    }

    /** A split's tokens of text, through a file in the folder; empty when the dataset has no such split. */
    public Optional<TokenDataset> split(DatasetReady dataset, String split, Path folder) {
        return shard(dataset, ExampleKind.TEXT, split)
                .map(shard -> TokenDataset.load(download(shard, folder.resolve(split + ".safetensors"))));
    }

    /** A split's answers of one kind; empty when the dataset has no such split. */
    public Optional<PreferenceDataset> answers(DatasetReady dataset, ExampleKind kind, String split, Path folder) {
        return shard(dataset, kind, split)
                .map(shard -> PreferenceDataset.load(
                        download(shard, folder.resolve(kind.wireName() + "-" + split + ".safetensors"))));
    }

    /** A split's texts that have numbers; empty when the dataset has no such split. */
    public Optional<LabelledTexts> labelled(DatasetReady dataset, ExampleKind kind, String split, Path folder) {
        return shard(dataset, kind, split)
                .map(shard -> LabelledTexts.load(
                        download(shard, folder.resolve(kind.wireName() + "-" + split + ".safetensors"))));
    }

    /** Where a split's tokens of one kind lie. */
    public Optional<ObjectRef> shard(DatasetReady dataset, ExampleKind kind, String split) {
        if (kind == ExampleKind.TEXT) {
            return Optional.ofNullable(dataset.tokens().splits().get(split));
        }
        return Optional.ofNullable(dataset.tokens().kinds())
                .flatMap(kinds -> Optional.ofNullable(kinds.get(kind.wireName())))
                .flatMap(shards -> Optional.ofNullable(shards.splits().get(split)));
    }

    private Path download(ObjectRef shard, Path file) {
        files.download(shard, file);
        return file;
    }

    /** The tokeniser the tokens were made with. */
    public Path tokenizer(DatasetReady dataset, Path folder) {
        Path file = folder.resolve("tokenizer.json");
        files.download(dataset.tokens().tokenizer(), file);
        return file;
    }
}
