package dev.millrace.formatting.tokens;

import dev.millrace.contracts.Encoding;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.event.TokenShards.KindShards;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.storage.ObjectStore;
import dev.millrace.tokenizer.BaseModels;
import dev.millrace.tokenizer.TextEncoder;
import dev.millrace.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Makes the token shards of a dataset version; the same version and tokeniser give the same bytes under the same keys. */
final class DatasetTokens {
    /** Entry of a shard's metadata: names of the classes in the order of their numbers, as a JSON list. */
    static final String LABELS = "labels";

    private final ObjectStore store;
    private final BaseModels baseModels;

    DatasetTokens(ObjectStore store, BaseModels baseModels) {
        this.store = store;
        this.baseModels = baseModels;
    }

    /**
     * Examples that the template refuses are skipped and counted: one conversation out of turn must not cost the others. A template that
     * refuses all is another matter.
     *
     * @throws MillraceException {@link ErrorCode#LABELS_EMPTY} when the training split has no supervised token, or a code of the tokeniser,
     *     the template or the base model
     */
    TokenShards make(DatasetManifest manifest, Recipe recipe, ExampleSource examples) {
        TokenizerChoice choice = TokenizerChoice.of(recipe, examples, baseModels);
        ShardMaker maker = new ShardMaker();
        withTokenizer(
                choice, encoder -> examples.forEach((side, row, example) -> maker.add(encoder, side, row, example)));
        maker.check();
        return write(manifest, choice.json(), maker);
    }

    private TokenShards write(DatasetManifest manifest, byte[] tokenizer, ShardMaker maker) {
        String sha256 = Hashes.sha256(tokenizer);
        String prefix = "tokens/" + manifest.version() + "/" + sha256 + "/";
        KindShards text = shards(maker, ExampleKind.TEXT, prefix, Map.of());
        Map<String, Long> supervised = new LinkedHashMap<>();
        maker.shards(ExampleKind.TEXT).forEach((side, shard) -> {
            if (text.splits().containsKey(side)) {
                supervised.put(side, shard.supervised());
            }
        });
        Map<String, KindShards> kinds = new LinkedHashMap<>();
        Map<String, String> labels = Map.of(LABELS, new String(Json.write(maker.sortLabels()), StandardCharsets.UTF_8));
        Stream.of(ExampleKind.values()).filter(kind -> kind != ExampleKind.TEXT).forEach(kind -> {
            KindShards made = shards(
                    maker, kind, prefix + kind.wireName() + "-", kind == ExampleKind.LABELLED ? labels : Map.of());
            if (!made.splits().isEmpty()) {
                kinds.put(kind.wireName(), made);
            }
        });
        ObjectRef file = put(prefix + "tokenizer.json", tokenizer, "application/json");
        return new TokenShards(
                file,
                sha256,
                text.splits(),
                text.tokens(),
                supervised,
                maker.skipped(),
                kinds.isEmpty() ? null : kinds);
    }

    private KindShards shards(ShardMaker maker, ExampleKind kind, String prefix, Map<String, String> metadata) {
        Map<String, ObjectRef> splits = new LinkedHashMap<>();
        Map<String, Long> examples = new LinkedHashMap<>();
        Map<String, Long> tokens = new LinkedHashMap<>();

        maker.shards(kind).forEach((side, shard) -> {
            if (shard.length() > 0) {
                splits.put(side, put(prefix + side + ".safetensors", shard.toSafetensors(metadata), Shard.MEDIA_TYPE));
                examples.put(side, shard.examples(kind));
                tokens.put(side, (long) shard.length());
            }
        });
        return new KindShards(splits, examples, tokens);
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
                    TextEncoder encoder = new TextEncoder(tokenizer, choice.template());
                    work.with(new ExampleEncoder(encoder, TokenizerChoice.endOfText(tokenizer)));
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.DISK_FULL, "a temporary file cannot be written", e);
        }
    }
}
