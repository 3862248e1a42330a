package dev.millrace.formatting.messaging;

import dev.millrace.contracts.DocumentId;
import dev.millrace.contracts.ErrorCode;
import dev.millrace.contracts.Json;
import dev.millrace.contracts.MillraceException;
import dev.millrace.contracts.Topic;
import dev.millrace.contracts.event.DocumentFormatted;
import dev.millrace.contracts.event.DocumentReceipt;
import dev.millrace.contracts.event.DocumentWithdrawn;
import dev.millrace.contracts.event.Event;
import dev.millrace.contracts.event.OutgoingEvent;
import dev.millrace.contracts.event.PipelineMarker;
import dev.millrace.contracts.event.RejectedRows;
import dev.millrace.contracts.recipe.Recipe;
import dev.millrace.contracts.text.Example;
import dev.millrace.formatting.FormattingStep;
import dev.millrace.storage.InMemoryObjectStore;
import dev.millrace.storage.ObjectReader;
import dev.millrace.storage.StorageLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExampleHandlerTest {
    private static final Recipe RECIPE = Recipe.defaults();
    private static final String GOOD = "{'question': 'Who?', 'answer': 'Me.'}";
    private static final String BAD = "{'column': 1}";

    private final InMemoryObjectStore store = new InMemoryObjectStore("bucket");
    private final Decisions decisions = new Decisions(store);
    private final ExampleHandler handler = new ExampleHandler(
            new FormattingStep(),
            (collection, version) -> version.equals(RECIPE.version()) ? Optional.of(RECIPE) : Optional.empty(),
            store,
            StorageLimits.defaults());

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everythingKeepsItsOrderAndItsPartitionAndABatchIsOneSegment() {
        PipelineMarker marker = new PipelineMarker("seal", "c", 2, 2, 3);
        List<Event> events = List.of(
                decisions.kept("c", "a", 1, "One."),
                marker,
                decisions.dropped("c", "b", 4),
                decisions.kept("c", "d", 1, "Two."),
                decisions.withdrawn("c", "a", 2));

        List<OutgoingEvent> out = handle(events);

        assertThat(out)
                .allMatch(each -> each.topic() == Topic.DOCUMENTS_FORMATTED
                        && Integer.valueOf(2).equals(each.partition()));
        assertThat(out.stream().map(each -> each.data().key()))
                .containsExactlyElementsOf(events.stream().map(Event::key).toList());
        assertThat(out.get(1).data()).isEqualTo(marker);
        assertThat(row(out.get(2)).kept()).isFalse();
        assertThat(row(out.get(4)).sequence()).isEqualTo(2);
        assertThat(store.list("examples/")).hasSize(1);
    }

    @Test
    void theRowPointsAtItsExamples() {
        DocumentFormatted row =
                row(handle(List.of(decisions.kept("c", "a", 1, "One."))).getFirst());

        byte[] lines = new ObjectReader(store, StorageLimits.defaults()).read(Objects.requireNonNull(row.examples()));
        assertThat(new String(lines, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8), Example.class)))
                .containsExactly(new Example(new DocumentId("c", "a"), 0, "c/a", "One.", List.of()));
        assertThat(row.count()).isEqualTo(1);
    }

    @Test
    void theProducerHearsWhichRowsAreLeftOutAndWhy() {
        List<OutgoingEvent> out = handle(List.of(decisions.rows("c", "rows.jsonl", 1, GOOD, BAD, GOOD, BAD)));

        RejectedRows rejected = new RejectedRows(
                2,
                List.of(
                        new RejectedRows.Line(2, ErrorCode.ROW_SHAPE_UNKNOWN),
                        new RejectedRows.Line(4, ErrorCode.ROW_SHAPE_UNKNOWN)));
        assertThat(row(out.get(0)).rejectedRows()).isEqualTo(rejected);
        assertThat(row(out.get(0)).count()).isEqualTo(2);
        assertThat(out).hasSize(2);
        assertThat(out.get(1).topic()).isEqualTo(Topic.DOCUMENTS_RECEIPTS);
        assertThat(out.get(1).data())
                .isEqualTo(new DocumentReceipt(
                        "producer",
                        "c",
                        "rows.jsonl",
                        "s-rows.jsonl",
                        DocumentReceipt.Outcome.KEPT,
                        ErrorCode.ROW_SHAPE_UNKNOWN,
                        null,
                        null,
                        Batches.AT,
                        rejected));
    }

    @Test
    void aDocumentOfBadRowsAloneGivesNoExampleAndItsProducerHearsIt() {
        List<OutgoingEvent> out = handle(List.of(decisions.rows("c", "table.csv", 1, BAD)));

        assertThat(row(out.get(0)).without()).isEqualTo(ErrorCode.NO_EXAMPLE);
        assertThat(row(out.get(0)).examples()).isNull();
        assertThat(out.get(1).data())
                .isInstanceOfSatisfying(
                        DocumentReceipt.class,
                        receipt -> assertThat(receipt.code()).isEqualTo(ErrorCode.NO_EXAMPLE));
    }

    @Test
    void theSameBatchAgainMakesTheSameEventsAndNoFurtherObject() {
        List<Event> events =
                List.of(decisions.kept("c", "a", 1, "One."), decisions.rows("c", "rows.jsonl", 1, GOOD, BAD));

        List<OutgoingEvent> first = handle(events);

        assertThat(handle(events)).isEqualTo(first);
        assertThat(store.list("examples/")).hasSize(1);
    }

    @Test
    void anEventThatDoesNotBelongHereIsRefused() {
        Event foreign = new DocumentWithdrawn(
                new DocumentId("c", "a"), Batches.AT, "p", "s", new dev.millrace.contracts.Origin("t", 0, 0));

        assertThatThrownBy(() -> handle(List.of(foreign)))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.EVENT_TYPE_UNKNOWN));
    }

    private List<OutgoingEvent> handle(List<Event> events) {
        return handler.handle(Batches.of(Topic.DOCUMENTS_CLEANED, 2, events));
    }

    private static DocumentFormatted row(OutgoingEvent event) {
        return (DocumentFormatted) event.data();
    }
}
