package dev.millrace.cleaning.messaging;

import dev.millrace.cleaning.CleaningStep;
import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Hashes;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.ObjectRef;
import dev.millrace.contracts.Origin;
import dev.millrace.contracts.Provenance;
import dev.millrace.contracts.Revision;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentFeatures;
import dev.millrace.contracts.event.DocumentIngested;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentRejected;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.EventCodec;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.recipe.PolicyRecipe;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.Block;
import dev.millrace.contracts.text.BlockKind;
import dev.millrace.contracts.text.CleanText;
import dev.millrace.contracts.text.StructuredText;
import dev.millrace.messaging.ReceivedRecord;
import dev.millrace.storage.InMemoryObjectStore;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.SegmentWriter;
import dev.millrace.storage.StorageLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FeatureHandlerTest {
    private static final String STORY = "The keeper of the lock wrote down every boat that came through, its name, its "
            + "load and the state of the weather, for forty years without leaving out a single day.";
    private static final String TITLE = "A title by someone@example.org";
    private static final Recipe PLAIN = Recipe.defaults();
    private static final Recipe REFUSING =
            new Recipe(null, new PolicyRecipe(null, Map.of("card", "reject"), null), null, null, null, null);

    private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");
    private final WorkerPool workers = new WorkerPool(3);
    private final Map<String, Recipe> recipes = Map.of(PLAIN.version(), PLAIN, REFUSING.version(), REFUSING);
    private final FeatureHandler handler =
            new FeatureHandler(new CleaningStep(), (collection, version) -> recipes.get(version), store, workers);

    @AfterEach
    void close() {
        workers.close();
        store.close();
    }

    @Test
    void everythingKeepsItsOrderAndItsPartitionAndABatchIsOneSegment() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            events.add(document("d-" + i, STORY + " " + i, PLAIN));
        }
        events.add(10, new DocumentWithdrawn(new DocumentId("c", "w"), Instant.EPOCH, "p", "s", new Origin("t", 0, 0)));
        events.add(20, new PipelineMarker("r", "c", 1, 0, 3));

        List<OutgoingEvent> out = handler.handle(records(events));

        assertThat(out)
                .allMatch(each -> each.topic() == Topic.DOCUMENTS_FEATURES
                        && Integer.valueOf(1).equals(each.partition()));
        assertThat(out.stream().map(each -> each.data().key()))
                .containsExactlyElementsOf(events.stream().map(Event::key).toList());
        assertThat(out.get(10).data()).isEqualTo(events.get(10));
        assertThat(out.get(20).data()).isEqualTo(events.get(20));
        assertThat(store.list("clean/cleaning/")).hasSize(1);
    }

    @Test
    void droppedDocumentsAreStoredToo() {
        OutgoingEvent out = handler.handle(records(List.of(document("d", "Too short.", PLAIN))))
                .getFirst();

        assertThat(out.data()).isInstanceOfSatisfying(DocumentFeatures.class, features -> {
            assertThat(features.dropped()).isNotNull();
            byte[] clean = new ObjectReader(store, StorageLimits.defaults()).read(features.clean());
            assertThat(Json.read(clean, CleanText.class).blocks().getFirst().text())
                    .isEqualTo("Too short.");
        });
    }

    @Test
    void plainTextThatIsItsOwnTextIsCleanedLikeExtractedText() {
        byte[] plain = (" " + STORY + "\r\n").getBytes(StandardCharsets.UTF_8);

        OutgoingEvent extracted =
                handler.handle(records(List.of(document("d", STORY, PLAIN)))).getFirst();
        OutgoingEvent asItIs = handler.handle(records(List.of(document("d", plain, StructuredText.PLAIN, PLAIN))))
                .getFirst();

        assertThat(((DocumentFeatures) asItIs.data()).textSha256())
                .isEqualTo(((DocumentFeatures) extracted.data()).textSha256());
    }

    @Test
    void theTitleGoesOnMasked() {
        OutgoingEvent out =
                handler.handle(records(List.of(document("d", STORY, PLAIN)))).getFirst();

        assertThat(out.data())
                .isInstanceOfSatisfying(
                        DocumentFeatures.class,
                        features -> assertThat(features.ingested().title()).isEqualTo("A title by [EMAIL]"));
    }

    @Test
    void aDocumentAgainstThePolicyOfItsOwnRecipeVersionIsRejectedWithAReceipt() {
        String card = STORY + " 4111 1111 1111 1111";

        List<OutgoingEvent> out =
                handler.handle(records(List.of(document("kept", card, PLAIN), document("refused", card, REFUSING))));

        assertThat(out).hasSize(3);
        assertThat(out.get(1).data()).isInstanceOfSatisfying(DocumentRejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(ErrorCode.PERSONAL_DATA_REFUSED);
            assertThat(rejected.origin()).isEqualTo(new Origin("documents.submitted", 0, 7));
        });
        assertThat(out.get(2).data()).isInstanceOfSatisfying(DocumentReceipt.class, receipt -> {
            assertThat(receipt.outcome()).isEqualTo(DocumentReceipt.Outcome.REJECTED);
            assertThat(receipt.key()).isEqualTo("producer");
        });
        assertThat(store.list("clean/")).hasSize(1);
    }

    @Test
    void theSameBatchAgainMakesTheSameEventsAndNoFurtherObject() {
        List<ReceivedRecord> batch = records(List.of(document("a", STORY, PLAIN), document("b", STORY + " b", PLAIN)));

        List<OutgoingEvent> first = handler.handle(batch);

        assertThat(handler.handle(batch)).isEqualTo(first);
        assertThat(store.list("clean/")).hasSize(1);
    }

    @Test
    void anEventThatDoesNotBelongHereIsOurMistake() {
        Event foreign = new DocumentReceipt(
                "p", null, null, null, DocumentReceipt.Outcome.KEPT, null, null, null, Instant.EPOCH);

        assertThatThrownBy(() -> handler.handle(records(List.of(foreign))))
                .isInstanceOfSatisfying(
                        MillraceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL_ERROR));
    }

    private DocumentIngested document(String id, String text, Recipe recipe) {
        StructuredText structured =
                new StructuredText(TITLE, List.of(new Block(BlockKind.PARAGRAPH, text, 0, null, null)), List.of());
        return document(id, Json.write(structured), StructuredText.MEDIA_TYPE, recipe);
    }

    private DocumentIngested document(String id, byte[] text, String mediaType, Recipe recipe) {
        SegmentWriter segment = new SegmentWriter(store, "text", "test", StorageLimits.defaults());
        segment.append(id, text, mediaType);
        ObjectRef reference = segment.finish().getFirst();
        return new DocumentIngested(
                new DocumentId("c", id),
                new Revision(Instant.EPOCH, Hashes.sha256(text)),
                "producer",
                "s-" + id,
                "text/plain",
                TITLE,
                reference,
                reference,
                Provenance.of("test"),
                recipe.version(),
                new Origin("documents.submitted", 0, 7),
                "ingest/1");
    }

    private static List<ReceivedRecord> records(List<Event> events) {
        List<ReceivedRecord> records = new ArrayList<>();
        for (Event event : events) {
            EventCodec.Encoded encoded = EventCodec.encode("test", Instant.EPOCH, event);
            records.add(new ReceivedRecord(
                    new Origin(Topic.DOCUMENTS_INGESTED.wireName(), 1, records.size()),
                    Instant.EPOCH,
                    event.key().getBytes(StandardCharsets.UTF_8),
                    encoded.headers(),
                    encoded.value()));
        }
        return records;
    }
}
