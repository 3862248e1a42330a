package dev.millrace.formatting.tokens;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.ErrorKind;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DatasetFailed;
import dev.millrace.contracts.event.DatasetReady;
import dev.millrace.contracts.event.DatasetSealed;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.TokenShards;
import dev.millrace.contracts.manifest.DatasetManifest;
import dev.millrace.contracts.manifest.DatasetRow;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.StorageLimits;
import dev.millrace.tokenizer.BaseModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A sealed dataset becomes ready: its tokens are made, and the producers of its documents are told. */
public final class TokenHandler implements BatchHandler {
    public static final String CHANNEL = "tokens";

    private final ObjectReader reader;
    private final BiFunction<String, String, Optional<Recipe>> recipes;
    private final DatasetTokens tokens;

    /** @param recipes by collection and version */
    public TokenHandler(
            ObjectStore store,
            StorageLimits limits,
            BiFunction<String, String, Optional<Recipe>> recipes,
            BaseModels baseModels) {
        this.reader = new ObjectReader(store, limits);
        this.recipes = recipes;
        this.tokens = new DatasetTokens(store, baseModels);
    }

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        List<OutgoingEvent> out = new ArrayList<>();
        for (ReceivedRecord record : batch) {
            if (!(record.event().data() instanceof DatasetSealed sealed)) {
                throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the event does not belong here");
            }
            out.addAll(answer(sealed));
        }
        return out;
    }

    private List<OutgoingEvent> answer(DatasetSealed sealed) {
        try {
            return ready(sealed);
        } catch (MillraceException e) {
            if (e.kind() != ErrorKind.INPUT) {
                throw e;
            }
            return List.of(OutgoingEvent.to(
                    Topic.DATASETS_FAILED,
                    new DatasetFailed(
                            sealed.request(),
                            sealed.collection(),
                            e.code(),
                            String.valueOf(e.getMessage()),
                            sealed.at())));
        }
    }

    private List<OutgoingEvent> ready(DatasetSealed sealed) {
        DatasetManifest manifest = Json.read(reader.read(sealed.manifest()), DatasetManifest.class);
        Recipe recipe = recipes.apply(sealed.collection(), manifest.recipeVersion())
                .orElseThrow(() -> new MillraceException(ErrorCode.COLLECTION_UNKNOWN, "the recipe is not there"));
        ExampleSource examples = new ExampleSource(reader, manifest);
        TokenShards shards = tokens.make(manifest, recipe, examples);
        List<OutgoingEvent> out = new ArrayList<>();
        out.add(OutgoingEvent.to(
                Topic.DATASETS_READY,
                new DatasetReady(
                        sealed.request(),
                        sealed.collection(),
                        manifest.version(),
                        manifest.digest(),
                        sealed.manifest(),
                        examples.rows().stream()
                                .filter(row -> row.examples() != null)
                                .count(),
                        manifest.examples().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        shards,
                        manifest.recipeVersion(),
                        sealed.at())));
        examples.rows().stream()
                .filter(row -> row.examples() != null && row.producer() != null)
                .forEach(row -> out.add(receipt(sealed, manifest, row)));
        return out;
    }

    private static OutgoingEvent receipt(DatasetSealed sealed, DatasetManifest manifest, DatasetRow row) {
        return OutgoingEvent.to(
                Topic.DOCUMENTS_RECEIPTS,
                new DocumentReceipt(
                        String.valueOf(row.producer()),
                        sealed.collection(),
                        row.documentId(),
                        row.submissionId(),
                        DocumentReceipt.Outcome.IN_DATASET,
                        null,
                        null,
                        manifest.version(),
                        sealed.at()));
    }
}
