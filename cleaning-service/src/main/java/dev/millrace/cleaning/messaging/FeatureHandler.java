package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.Cleaned;
import dev.millrace.cleaning.CleaningStep;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.StructuredText;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns a batch of ingested documents into features: texts are read together, cleaned by the pool, written as one segment. Everything
 * keeps partition and order, so that withdrawals and markers stay in their place.
 */
public final class FeatureHandler implements BatchHandler {
    /** Name of the stage, and part of its crash points. */
    public static final String CHANNEL = "features";

    private final CleaningStep step;
    private final Recipes recipes;
    private final ObjectStore store;
    private final ObjectReader reader;
    private final WorkerPool workers;

    public FeatureHandler(CleaningStep step, Recipes recipes, ObjectStore store, WorkerPool workers) {
        this.step = step;
        this.recipes = recipes;
        this.store = store;
        this.reader = new ObjectReader(store, StorageLimits.defaults());
        this.workers = workers;
    }

    /** A record of the batch, and what came of it if it is a document. */
    private record Item(
            ReceivedRecord record, Event event, @Nullable Cleaned cleaned, byte @Nullable [] clean) {}

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        List<Item> items = clean(batch);
        Map<Integer, ObjectRef> references = write(items);
        List<OutgoingEvent> out = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            addEvents(items.get(i), references.get(i), out);
        }
        return out;
    }

    private List<Item> clean(List<ReceivedRecord> batch) {
        List<Event> events = batch.stream().map(record -> record.event().data()).toList();
        List<DocumentIngested> documents = events.stream()
                .filter(DocumentIngested.class::isInstance)
                .map(DocumentIngested.class::cast)
                .toList();
        List<byte[]> texts =
                reader.readAll(documents.stream().map(DocumentIngested::text).toList());
        CrashPoints.reach("cleaning." + CHANNEL, "after-read");
        List<Recipe> wanted = documents.stream()
                .map(document -> recipes.find(document.document().collection(), document.recipeVersion()))
                .toList();
        List<Cleaned> cleaned =
                workers.map(documents.size(), i -> clean(documents.get(i), texts.get(i), wanted.get(i)));
        List<Item> items = new ArrayList<>(batch.size());
        int next = 0;
        for (int i = 0; i < batch.size(); i++) {
            Cleaned result = events.get(i) instanceof DocumentIngested ? cleaned.get(next++) : null;
            byte[] bytes = result instanceof Cleaned.Judged judged ? Json.write(judged.text()) : null;
            items.add(new Item(batch.get(i), events.get(i), result, bytes));
        }
        return items;
    }

    private Cleaned clean(DocumentIngested document, byte[] text, Recipe recipe) {
        StructuredText structured = StructuredText.read(document.text().mediaType(), text);
        return step.clean(document.document().collection(), document.mediaType(), structured, recipe);
    }

    /** One segment for the whole batch. */
    private Map<Integer, ObjectRef> write(List<Item> items) {
        SegmentWriter segment = new SegmentWriter(store, "clean", "cleaning", StorageLimits.defaults());
        List<Integer> written = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            byte[] clean = items.get(i).clean();
            if (clean != null) {
                segment.append(items.get(i).event().key(), clean, CleanText.MEDIA_TYPE);
                written.add(i);
            }
        }
        CrashPoints.reach("cleaning." + CHANNEL, "before-object-put");
        List<ObjectRef> references = segment.finish();
        CrashPoints.reach("cleaning." + CHANNEL, "after-object-put");
        Map<Integer, ObjectRef> byItem = new TreeMap<>();
        for (int i = 0; i < written.size(); i++) {
            byItem.put(written.get(i), references.get(i));
        }
        return byItem;
    }

    private static void addEvents(Item item, @Nullable ObjectRef clean, List<OutgoingEvent> out) {
        switch (item.event()) {
            case DocumentIngested document
            when item.cleaned() instanceof Cleaned.Judged judged && clean != null ->
                out.add(kept(item, features(document, judged, clean)));
            case DocumentIngested document
            when item.cleaned() instanceof Cleaned.Refused(String kind) ->
                out.addAll(Refusals.of(document, kind, item.record().timestamp()));
            case DocumentWithdrawn withdrawal -> out.add(kept(item, withdrawal));
            case PipelineMarker marker -> out.add(kept(item, marker));
            default ->
                throw new MillraceException(
                        ErrorCode.INTERNAL_ERROR,
                        "no event for cleaning: " + item.event().getClass().getSimpleName());
        }
    }

    private static OutgoingEvent kept(Item item, Event event) {
        return OutgoingEvent.to(Topic.DOCUMENTS_FEATURES, item.record().origin().partition(), event);
    }

    private static DocumentFeatures features(DocumentIngested document, Cleaned.Judged judged, ObjectRef clean) {
        return new DocumentFeatures(
                withTitle(document, judged.text().title()),
                clean,
                judged.dropped(),
                judged.exactFingerprint(),
                judged.textSha256(),
                judged.measures(),
                judged.masked());
    }

    /** From here on the title is the clean one, in which personal data is masked like everywhere else. */
    private static DocumentIngested withTitle(DocumentIngested document, @Nullable String title) {
        return new DocumentIngested(
                document.document(),
                document.revision(),
                document.producer(),
                document.submissionId(),
                document.mediaType(),
                title,
                document.raw(),
                document.text(),
                document.provenance(),
                document.recipeVersion(),
                document.origin(),
                document.stageVersion());
    }
}
