package dev.millrace.formatting.tokens;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.formatting.seal.Split;
import dev.millrace.storage.ObjectStore;
import dev.millrace.tokenizer.BaseModels;
import dev.millrace.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the token shards of a dataset version; the same version and tokeniser give the same bytes under the same keys. */
final class DatasetTokens {
    private final ObjectStore store;
    private final BaseModels baseModels;

    DatasetTokens(ObjectStore store, BaseModels baseModels) {
        this.store = store;
        this.baseModels = baseModels;
    }

    /**
     * @throws MillraceException {@link ErrorCode#LABELS_EMPTY} when the training split has no supervised token, or a code of the tokeniser,
     *     the template or the base model
     */
    TokenShards make(DatasetManifest manifest, Recipe recipe, ExampleSource examples) {
        TokenizerChoice choice = TokenizerChoice.of(recipe, examples, baseModels);
        String sha256 = Hashes.sha256(choice.json());
        Map<String, Shard> shards = new LinkedHashMap<>();
        for (String side : new String[] {Split.TRAIN, Split.VALIDATION, Split.TEST}) {
            shards.put(side, new Shard());
        }
        withTokenizer(
                choice,
                encoder -> examples.forEach((side, example) -> {
                    Shard shard = shards.get(side);
                    if (shard != null) {
                        encoder.encode(example, shard);
                    }
                }));
        Shard train = shards.get(Split.TRAIN);
        if (train == null || train.supervised() == 0) {
            throw new MillraceException(ErrorCode.LABELS_EMPTY, "the training split has no token that the loss counts");
        }
        return write("tokens/" + manifest.version() + "/" + sha256 + "/", choice.json(), sha256, shards);
    }

    private TokenShards write(String prefix, byte[] tokenizer, String sha256, Map<String, Shard> shards) {
        Map<String, ObjectRef> splits = new LinkedHashMap<>();
        Map<String, Long> tokens = new LinkedHashMap<>();
        Map<String, Long> supervised = new LinkedHashMap<>();
        shards.forEach((side, shard) -> {
            if (shard.length() > 0) {
                splits.put(side, put(prefix + side + ".safetensors", shard.toSafetensors(), Shard.MEDIA_TYPE));
                tokens.put(side, (long) shard.length());
                supervised.put(side, shard.supervised());
            }
        });
        ObjectRef file = put(prefix + "tokenizer.json", tokenizer, "application/json");
        return new TokenShards(file, sha256, splits, tokens, supervised);
    }

    private ObjectRef put(String key, byte[] bytes, String mediaType) {
        String sha256 = Hashes.sha256(bytes);
        String unique = key.replaceFirst("([^/]+)$", sha256.substring(0, 16) + "-$1");
        store.putIfAbsent(unique, bytes, mediaType);
        return new ObjectRef(store.bucket(), unique, 0, bytes.length, Encoding.IDENTITY, sha256, mediaType);
    }

    /** What is done with an encoder while its tokeniser is open. */
    private interface Work {
        void with(ExampleEncoder encoder);
    }

    private static void withTokenizer(TokenizerChoice choice, Work work) {
        try {
            Path file = Files.createTempFile("tokenizer-", ".json");
            try {
                Files.write(file, choice.json());
                try (Tokenizer tokenizer = Tokenizer.load(file)) {
                    work.with(new ExampleEncoder(tokenizer, choice.template(), TokenizerChoice.endOfText(tokenizer)));
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "a temporary file cannot be written", e);
        }
    }
}
