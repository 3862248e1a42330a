package dev.millrace.formatting.messaging;

import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.Decision;
import dev.millrace.contracts.event.DocumentDecided;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.Example;
import dev.millrace.contracts.text.ExampleKind;
import dev.millrace.formatting.FormattingStep;
import dev.millrace.messaging.BatchHandler;
import dev.millrace.messaging.CrashPoints;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.ObjectStore;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One batch of decisions: the kept documents' examples in one segment, one row of the table for each decision. */
public final class ExampleHandler implements BatchHandler {
    public static final String CHANNEL = "examples";

    private final FormattingStep step;
    private final BiFunction<String, String, Optional<Recipe>> recipes;
    private final ObjectStore store;
    private final StorageLimits limits;
    private final ObjectReader reader;

    /** @param recipes by collection and version */
    public ExampleHandler(
            FormattingStep step,
            BiFunction<String, String, Optional<Recipe>> recipes,
            ObjectStore store,
            StorageLimits limits) {
        this.step = step;
        this.recipes = recipes;
        this.store = store;
        this.limits = limits;
        this.reader = new ObjectReader(store, limits);
    }

    @Override
    public List<OutgoingEvent> handle(List<ReceivedRecord> batch) {
        List<Event> events = batch.stream().map(record -> record.event().data()).toList();
        Map<ObjectRef, CleanText> texts = read(events);
        SegmentWriter segment = new SegmentWriter(store, "examples", "formatting", limits);
        List<Row> rows =
                events.stream().map(event -> row(event, texts, segment)).toList();
        CrashPoints.reach("formatting." + CHANNEL, "before-object-put");
        List<ObjectRef> examples = segment.finish();
        CrashPoints.reach("formatting." + CHANNEL, "after-object-put");
        List<OutgoingEvent> out = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            int partition = batch.get(i).origin().partition();
            Event event = rows.get(i).event(examples);
            out.add(OutgoingEvent.to(Topic.DOCUMENTS_FORMATTED, partition, event));
            rejections(event, batch.get(i).timestamp()).ifPresent(out::add);
        }
        return out;
    }

    /** The producer hears of rows that are left out: the document is kept, but not all of it is learned from. */
    private static Optional<OutgoingEvent> rejections(Event event, Instant decidedAt) {
        if (!(event instanceof DocumentFormatted row) || row.rejectedRows() == null || row.producer() == null) {
            return Optional.empty();
        }
        return Optional.of(OutgoingEvent.to(
                Topic.DOCUMENTS_RECEIPTS,
                new DocumentReceipt(
                        row.producer(),
                        row.document().collection(),
                        row.document().documentId(),
                        row.submissionId(),
                        DocumentReceipt.Outcome.KEPT,
                        row.without() == null
                                ? row.rejectedRows().first().getFirst().code()
                                : row.without(),
                        null,
                        null,
                        decidedAt,
                        row.rejectedRows())));
    }

    /** What follows from one record, once it is known where the examples lie. */
    private interface Row {
        Event event(List<ObjectRef> examples);
    }

    private Map<ObjectRef, CleanText> read(List<Event> events) {
        List<ObjectRef> refs = events.stream()
                .flatMap(event ->
                        event instanceof DocumentDecided decided && decided.decision() instanceof Decision.Kept kept
                                ? Stream.of(kept.clean())
                                : Stream.empty())
                .distinct()
                .toList();
        List<byte[]> contents = reader.readAll(refs);
        Map<ObjectRef, CleanText> texts = new ConcurrentHashMap<>();
        for (int i = 0; i < refs.size(); i++) {
            texts.put(refs.get(i), Json.read(contents.get(i), CleanText.class));
        }
        return texts;
    }

    private Row row(Event event, Map<ObjectRef, CleanText> texts, SegmentWriter segment) {
        return switch (event) {
            case PipelineMarker marker -> examples -> marker;
            case DocumentDecided decided ->
                decided.decision() instanceof Decision.Kept kept
                        ? kept(decided, kept, texts.get(kept.clean()), segment)
                        : examples -> without(decided);
            default -> throw new MillraceException(ErrorCode.EVENT_TYPE_UNKNOWN, "the event does not belong here");
        };
    }

    private Row kept(DocumentDecided decided, Decision.Kept kept, @Nullable CleanText text, SegmentWriter segment) {
        FormattingStep.Formatted formatted = step.format(
                decided.document(),
                Objects.requireNonNull(text),
                kept.family(),
                recipe(decided).formatting());
        if (formatted.examples().isEmpty()) {
            return examples -> row(decided, kept, null, null, formatted);
        }
        String key = decided.document().key();
        int at = segment.append(key, lines(formatted.examples()), Example.MEDIA_TYPE);
        if (!formatted.perExample()) {
            return examples -> row(decided, kept, examples.get(at), null, formatted);
        }
        // Beside the examples, as a seal needs these alone.
        List<String> splitKeys =
                formatted.examples().stream().map(Example::splitKey).toList();
        int keys = segment.append(key, lines(splitKeys), DocumentFormatted.SPLIT_KEYS);
        return examples -> row(decided, kept, examples.get(at), examples.get(keys), formatted);
    }

    private Recipe recipe(DocumentDecided decided) {
        String version = String.valueOf(decided.recipeVersion());
        return recipes.apply(decided.document().collection(), version)
                .orElseThrow(() -> new MillraceException(ErrorCode.COLLECTION_UNKNOWN, "the recipe is not there"));
    }

    private static byte[] lines(List<?> values) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        values.forEach(value -> {
            lines.writeBytes(Json.write(value));
            lines.write('\n');
        });
        return lines.toByteArray();
    }

    private static DocumentFormatted row(
            DocumentDecided decided,
            Decision.Kept kept,
            @Nullable ObjectRef examples,
            @Nullable ObjectRef splitKeys,
            FormattingStep.Formatted formatted) {
        return new DocumentFormatted(
                decided.document(),
                decided.revision(),
                decided.sequence(),
                true,
                examples,
                formatted.examples().size(),
                examples == null ? ErrorCode.NO_EXAMPLE : null,
                kept.textSha256(),
                kept.family(),
                decided.recipeVersion(),
                formatted.perExample(),
                decided.producer(),
                decided.submissionId(),
                formatted.rejectedRows(),
                ExampleKind.counts(formatted.examples()),
                splitKeys);
    }

    private static DocumentFormatted without(DocumentDecided decided) {
        return new DocumentFormatted(
                decided.document(),
                decided.revision(),
                decided.sequence(),
                false,
                null,
                0,
                null,
                null,
                null,
                decided.recipeVersion(),
                null,
                decided.producer(),
                decided.submissionId(),
                null);
    }
}
